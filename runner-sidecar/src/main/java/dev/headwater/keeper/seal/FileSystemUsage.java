package dev.headwater.keeper.seal;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How full a file system is.
 *
 * @param totalBytes its size
 * @param usedBytes blocks in use, in bytes
 * @param usedInodes 0 where the file system does not count them
 */
record FileSystemUsage(long totalBytes, long usedBytes, long usedInodes) {
    /** For {@code stat --file-system}: block size, blocks, free blocks, inodes, free inodes. The JDK does not tell inodes. */
    static final String FORMAT = "%S %b %f %c %d";

    private static final Pattern FORMATTED =
            Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\d{1,18}) (\\d{1,18}) (\\d{1,18})");

    /** Used bytes of a hundred, rounded up. */
    int usedPercent() {
        return totalBytes == 0 ? 0 : Math.toIntExact(Math.ceilDiv(usedBytes * 100, totalBytes));
    }

    static Optional<FileSystemUsage> parse(String formatted) {
        var matcher = FORMATTED.matcher(formatted.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var blockSize = Long.parseLong(matcher.group(1));
        var blocks = Long.parseLong(matcher.group(2));
        var usedBlocks = blocks - Long.parseLong(matcher.group(3));
        var usedInodes = Long.parseLong(matcher.group(4)) - Long.parseLong(matcher.group(5));
        return Optional.of(new FileSystemUsage(blockSize * blocks, blockSize * usedBlocks, usedInodes));
    }
}
