package dev.headwater.e2e.csidriver.host;

import java.io.IOException;
import java.nio.file.Path;

/** How full a mounted file system is; bytes and inodes, {@code available} being what an ordinary user may take. */
public record Usage(long bytes, long freeBytes, long availableBytes, long inodes, long freeInodes) {
    /** Asks statfs(2), which the JDK shows without the inodes. */
    public static Usage of(Path point) throws IOException, InterruptedException {
        String[] f = Commands.run("stat", "--file-system", "--format=%S %b %f %a %c %d", point.toString())
                .split(" ", -1);
        long block = Long.parseLong(f[0]);
        return new Usage(
                block * Long.parseLong(f[1]),
                block * Long.parseLong(f[2]),
                block * Long.parseLong(f[3]),
                Long.parseLong(f[4]),
                Long.parseLong(f[5]));
    }
}
