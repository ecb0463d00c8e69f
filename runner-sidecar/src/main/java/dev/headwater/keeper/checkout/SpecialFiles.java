package dev.headwater.keeper.checkout;

import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * FIFOs, sockets and devices under the names of files that git opens wherever it passes: the opening of a FIFO waits for ever, and a device
 * may have no end. They are removed; whatever else has such a name stays.
 */
final class SpecialFiles implements IndexNames.Visitor {
    private static final Path ATTRIBUTES = Path.of(".gitattributes");
    private static final List<Path> AT_TOP = List.of(ATTRIBUTES, Path.of(".gitmodules"), Path.of(".lfsconfig"));
    /** What is ignored only those commands read that look everywhere. */
    private static final List<Path> ANYWHERE = List.of(ATTRIBUTES, Path.of(".gitignore"));

    private static final Path GIT = Path.of(GitDirectory.NAME);
    private static final Path ROOT = Path.of("/");
    /** As for all walks here: each level costs a file descriptor. */
    private static final int MAX_DEPTH = 200;

    private final Directory workTree;
    private final Path path;
    private boolean found;

    /** @param path of {@code workTree}, for looks that follow nothing but what git would follow */
    SpecialFiles(Directory workTree, Path path) {
        this.workTree = workTree;
        this.path = path;
    }

    /** Whether there was one. */
    boolean found() {
        return found;
    }

    /** In the uppermost directory. */
    void clearTop() throws IOException {
        for (var name : AT_TOP) {
            clear(name);
        }
    }

    @Override
    public void directory(byte[] name, int length) throws IOException {
        clear(raw(name, length).resolve(ATTRIBUTES));
    }

    /** Git asks a submodule's own repository for its commit, even where submodules are none of its business. */
    @Override
    public void submodule(byte[] name, int length) throws IOException {
        var git = raw(name, length).resolve(GIT);
        if (!ForeignGit.isHarmless(path.resolve(git))) {
            remove(git);
        }
    }

    /** Everywhere, for commands that look into directories of which the index knows nothing. */
    void clearTree() throws IOException {
        clearTree(workTree, path, 0);
    }

    private void clearTree(Directory directory, Path place, int depth) throws IOException {
        directory.forEach((name, kind) -> {
            if (name.equals(GIT)) {
                if (depth > 0 && !ForeignGit.isHarmless(place.resolve(name))) {
                    directory.delete(name);
                    found = true;
                }
            } else if (kind == Kind.DIRECTORY && depth < MAX_DEPTH) {
                clearChild(directory, name, place, depth);
            } else if (ANYWHERE.contains(name) && isSpecial(place.resolve(name))) {
                directory.delete(name);
                found = true;
            }
        });
    }

    private void clearChild(Directory directory, Path name, Path place, int depth) throws IOException {
        try (var child = directory.child(name)) {
            clearTree(child, place.resolve(name), depth + 1);
        } catch (AccessDeniedException e) {
            // Closed to git as well, which runs as the same user.
        }
    }

    private void clear(Path file) throws IOException {
        if (isSpecial(path.resolve(file))) {
            remove(file);
        }
    }

    /** Or the symbolic link on the way to it: the tree has a directory there. */
    private void remove(Path file) throws IOException {
        remove(workTree, file);
        found = true;
    }

    private static void remove(Directory directory, Path file) throws IOException {
        var first = file.getName(0);
        if (file.getNameCount() == 1 || directory.kind(first) != Kind.DIRECTORY) {
            directory.delete(first);
        } else {
            try (var child = directory.child(first)) {
                remove(child, file.subpath(1, file.getNameCount()));
            }
        }
    }

    /** A link counts as what it leads to; what leads nowhere is not special. Costs one system call where there is nothing. */
    static boolean isSpecial(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    /** Names need not be text; only a URI makes a path of any bytes. */
    private static Path raw(byte[] name, int length) {
        var isAscii = true;
        for (var i = 0; i < length; i++) {
            isAscii &= name[i] > 0;
        }
        if (isAscii) {
            return Path.of(new String(name, 0, length, StandardCharsets.US_ASCII));
        }
        var escaped = HexFormat.of().withPrefix("%").formatHex(name, 0, length).replace("%2f", "/");
        return ROOT.relativize(Path.of(URI.create("file:///" + escaped)));
    }
}
