package dev.headwater.keeper.checkout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * The outline of a pack's index (gitformat-pack, "Version 2 pack-*.idx files"): as much of it as git looks at before it opens the pack. Git goes
 * on without an index that it refuses, and complains of it in every command.
 */
final class PackIndex {
    private static final int MAGIC = 0xff744f63;
    private static final int VERSION = 2;
    private static final int FANOUT = 256;
    private static final int HEADER_BYTES = (2 + FANOUT) * Integer.BYTES;
    private static final int LARGE_OFFSET_BYTES = Long.BYTES;

    /** Whether its length is one that its number of objects can have; an index of version 1, which git has not written since 2008, is none. */
    static boolean isWhole(SeekableByteChannel file, ObjectFormat format) throws IOException {
        var header = ByteBuffer.allocate(HEADER_BYTES);
        while (header.hasRemaining()) {
            if (file.read(header) < 0) {
                return false;
            }
        }
        header.flip();
        if (header.getInt() != MAGIC || header.getInt() != VERSION) {
            return false;
        }
        var objects = 0L;
        for (var i = 0; i < FANOUT; i++) {
            var next = Integer.toUnsignedLong(header.getInt());
            if (next < objects) {
                return false;
            }
            objects = next;
        }
        var shortest = HEADER_BYTES + objects * (format.digestBytes() + 2 * Integer.BYTES) + 2L * format.digestBytes();
        return file.size() >= shortest && file.size() <= shortest + Math.max(0, objects - 1) * LARGE_OFFSET_BYTES;
    }

    private PackIndex() {}
}
