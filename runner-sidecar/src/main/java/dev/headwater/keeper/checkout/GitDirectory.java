package dev.headwater.keeper.checkout;

import dev.headwater.control.CheckoutOptions.Extra;
import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The {@code .git} directory of a working tree. Git has no switch to ignore a repository's own configuration, and the names of filters,
 * helpers and URL rules in it are unbounded, so it is brought down to data before git runs: what is not on the list is removed.
 */
final class GitDirectory {
    static final String NAME = ".git";

    private static final String CONFIG = "config";
    private static final String INFO = "info";
    private static final String SPARSE = "sparse-checkout";
    private static final String LONG_NAMES = "objectformat = sha256";
    private static final int MAX_CONFIG = 64 * 1024;
    /** No name of a ref has more elements. */
    private static final int MAX_DEPTH = 100;

    /** Nobody here enters {@code modules}: it is the job's. */
    private static final Set<String> DIRECTORIES = Set.of("objects", "refs", "logs", "modules", "lfs", INFO);

    private static final Set<String> FILES = Set.of("HEAD", "index", "packed-refs", History.SHALLOW, CONFIG);
    /** Entered by git, or by its large file storage, which follow links. */
    private static final List<String> WITHOUT_LINKS = List.of("refs", "logs", "lfs");

    /** Loose objects, and what holds others; not {@code info}, whose files name other places or are believed unread. */
    private static final Pattern OBJECTS = Pattern.compile("[0-9a-f]{2}|pack");
    /** Not {@code .rev}, {@code .bitmap} and {@code multi-pack-index}: derived, and believed unread. */
    private static final Pattern PACKS = Pattern.compile("pack-(?<hash>[0-9a-f]{40,64})\\.(?<type>pack|idx|keep)");

    /** Whether there is a repository to go on with. */
    static boolean isUsable(Directory workTree) throws IOException {
        if (workTree.kind(NAME) != Kind.DIRECTORY) {
            return false;
        }
        try (var git = workTree.child(NAME)) {
            return git.kind("HEAD") == Kind.FILE
                    && git.kind("objects") == Kind.DIRECTORY
                    && git.kind("refs") == Kind.DIRECTORY;
        }
    }

    /** How a usable repository says that it names its objects. */
    static ObjectFormat format(Directory workTree) throws IOException {
        try (var git = workTree.child(NAME)) {
            return git.read(CONFIG, MAX_CONFIG)
                    .map(config -> new String(config, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT))
                    .filter(config -> config.contains(LONG_NAMES))
                    .map(config -> ObjectFormat.SHA256)
                    .orElse(ObjectFormat.SHA1);
        }
    }

    /** Removes whatever could run code, redirect git, or lock it out, and writes the configuration where it is not ours. */
    static void clean(Volume volume, Directory git, CheckoutTarget target) throws IOException {
        git.forEach((name, kind) -> {
            if (!isAllowed(name.toString(), kind)) {
                git.delete(name);
            }
        });
        try (var objects = git.child("objects")) {
            cleanObjects(objects);
        }
        for (var tree : WITHOUT_LINKS) {
            if (git.kind(tree) == Kind.DIRECTORY) {
                removeLocksAndLinks(git, Path.of(tree), 0);
            }
        }
        writeSettings(volume, git, target);
    }

    /** Writes the configuration of a repository of ours, unless it is there. */
    static void writeSettings(Volume volume, Directory git, CheckoutTarget target) throws IOException {
        writeIfOther(git, CONFIG, config(target).getBytes(StandardCharsets.UTF_8));
        if (target.cone().isWhole()) {
            git.delete(INFO);
            return;
        }
        if (git.kind(INFO) == Kind.MISSING) {
            volume.makeChild(git, INFO);
        }
        try (var info = git.child(INFO)) {
            info.forEach((name, kind) -> {
                if (!name.toString().equals(SPARSE)) {
                    info.delete(name);
                }
            });
            writeIfOther(info, SPARSE, target.cone().patterns());
        }
    }

    private static void writeIfOther(Directory directory, String name, byte[] wanted) throws IOException {
        var present = directory.read(name, MAX_CONFIG);
        if (present.isEmpty() || !Arrays.equals(present.get(), wanted)) {
            directory.write(name, wanted);
        }
    }

    private static String config(CheckoutTarget target) {
        var isSha1 = target.format() == ObjectFormat.SHA1;
        return """
                [core]
                	repositoryformatversion = %d
                	filemode = true
                	bare = false
                	logallrefupdates = false
                %s%s%s[remote "origin"]
                	url = "%s"
                	fetch = +refs/heads/*:refs/remotes/origin/*
                """.formatted(
                        isSha1 ? 0 : 1,
                        target.cone().isWhole() ? "" : "\tsparseCheckout = true\n\tsparseCheckoutCone = true\n",
                        isSha1 ? "" : "[extensions]\n\tobjectFormat = sha256\n",
                        // Else git-lfs adds it.
                        target.options().has(Extra.LFS) ? "[lfs]\n\trepositoryformatversion = 0\n" : "",
                        target.url());
    }

    private static boolean isAllowed(String name, Kind kind) {
        return kind == Kind.DIRECTORY ? DIRECTORIES.contains(name) : kind == Kind.FILE && FILES.contains(name);
    }

    private static void cleanObjects(Directory objects) throws IOException {
        objects.forEach((name, kind) -> {
            if (kind != Kind.DIRECTORY || !OBJECTS.matcher(name.toString()).matches()) {
                objects.delete(name);
            } else {
                keepFiles(objects, name);
            }
        });
    }

    /** Opening a FIFO would wait for ever, and a link leads elsewhere. */
    private static void keepFiles(Directory objects, Path name) throws IOException {
        var isPack = name.toString().equals("pack");
        try (var directory = objects.child(name)) {
            directory.forEach((entry, kind) -> {
                if (kind != Kind.FILE || isPack && !isPackFile(directory, entry.toString())) {
                    directory.delete(entry);
                }
            });
        }
    }

    /** A cut index is removed, and what it stood for fetched again: it is derived from its pack, which stays. */
    private static boolean isPackFile(Directory packs, String name) throws IOException {
        var matcher = PACKS.matcher(name);
        if (!matcher.matches() || !matcher.group("type").equals("idx")) {
            return matcher.matches();
        }
        try (var index = packs.open(name)) {
            return PackIndex.isWhole(index, ObjectFormat.of(matcher.group("hash")));
        }
    }

    private static void removeLocksAndLinks(Directory parent, Path name, int depth) throws IOException {
        try (var directory = parent.child(name)) {
            directory.forEach((entry, kind) -> {
                if (kind == Kind.OTHER || depth > MAX_DEPTH || entry.toString().endsWith(".lock")) {
                    directory.delete(entry);
                } else if (kind == Kind.DIRECTORY) {
                    removeLocksAndLinks(directory, entry, depth + 1);
                }
            });
        }
    }

    private GitDirectory() {}
}
