package dev.headwater.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The dependencies of the workspace, fetched once per content of its lock file and kept in the cache. */
record VendoredCrates(Path cache) {
    private static final int DIGEST_DIGITS = 16;

    /** The folder with one folder per crate. */
    Path of(Path workspace, Progress progress) {
        var vendored = cache.resolve("vendor-" + digest(workspace.resolve("Cargo.lock")));
        if (!Files.isDirectory(vendored)) {
            progress.say("fetching the workspace's dependencies with cargo vendor");
            fetch(workspace, vendored);
        }
        return vendored;
    }

    /** Into a folder beside it first: an entry of the cache is complete or absent. */
    private void fetch(Path workspace, Path vendored) {
        var partial = cache.resolve(".vendor.partial");
        Folders.delete(partial);
        Program.of("cargo", "vendor", "--quiet", "--locked", "--versioned-dirs", partial.toString())
                .in(workspace)
                .output();
        try {
            Files.move(partial, vendored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path file) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(hash).substring(0, DIGEST_DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
