package dev.headwater.keeper.checkout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The {@code .git} of a directory that is not ours: of a submodule, or of a repository that lies about. Git reads its HEAD and what that leads
 * to, and runs nothing of it.
 */
final class ForeignGit {
    private static final List<String> READ = List.of("HEAD", "packed-refs");
    private static final String POINTER = "gitdir: ";
    private static final int MAX_POINTER = 8 * 1024;

    /** Whether git can read it to its end: no FIFO or device is in the way. A missing one is harmless. */
    static boolean isHarmless(Path git) {
        try {
            return !SpecialFiles.isSpecial(git) && isReadable(Files.isRegularFile(git) ? pointedTo(git) : git);
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            return false;
        }
    }

    private static boolean isReadable(Path git) throws IOException {
        // With a common directory the refs are elsewhere.
        return READ.stream().noneMatch(name -> SpecialFiles.isSpecial(git.resolve(name)))
                && !Files.exists(git.resolve("commondir"))
                && areReadable(git.resolve("refs"));
    }

    private static boolean areReadable(Path refs) throws IOException {
        if (!Files.isDirectory(refs)) {
            return true;
        }
        try (var all = Files.walk(refs)) {
            return all.noneMatch(
                    ref -> SpecialFiles.isSpecial(ref) || Files.isSymbolicLink(ref) && Files.isDirectory(ref));
        }
    }

    /** The directory that a file {@code .git} names; git ignores one that is longer, or says something else. */
    private static Path pointedTo(Path file) throws IOException {
        if (Files.size(file) > MAX_POINTER) {
            throw new IOException("no pointer is as long as that");
        }
        var text = Files.readString(file, StandardCharsets.UTF_8).strip();
        return file.resolveSibling(text.startsWith(POINTER) ? text.substring(POINTER.length()) : text);
    }

    private ForeignGit() {}
}
