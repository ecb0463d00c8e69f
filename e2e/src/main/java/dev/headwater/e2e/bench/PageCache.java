package dev.headwater.e2e.bench;

import dev.headwater.e2e.world.Program;
import dev.headwater.e2e.world.WorldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's cache of file contents and directories. */
final class PageCache {
    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");
    private static final String EVERYTHING = "3";

    private PageCache() {}

    /** Makes the next reader of any file go to the disk. Needs root. */
    static void drop() {
        Program.of("sync").output();
        try {
            Files.writeString(DROP, EVERYTHING);
        } catch (IOException e) {
            throw new WorldException(
                    "The page cache could not be dropped: " + e.getMessage() + "; run ./dev as root.", e);
        }
    }
}
