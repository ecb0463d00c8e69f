package dev.headwater.keeper.checkout;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Reads an index from its first byte to its checksum, in constant memory ({@code git help gitformat-index}). What git itself takes on trust is
 * checked: the checksum, the order of the entries, and that no name leads out of the tree.
 */
final class IndexReader {
    private static final int SIGNATURE = 0x44495243;
    private static final int STAT_BYTES = 40;
    /** Of the times, the device and the inode; the mode follows. */
    private static final int BEFORE_MODE = 24;

    private static final int TYPE = 0xf000;
    private static final int SUBMODULE = 0xe000;
    private static final int ASSUME_VALID = 0x8000;
    private static final int EXTENDED = 0x4000;
    private static final int SKIP_WORKTREE = 0x4000;
    private static final int NAME_LENGTH = 0xfff;
    /** Names that begin with a small letter must be understood: entries in another file, directories as entries. */
    private static final int MUST_BE_UNDERSTOOD = 0x20000000;

    private final SeekableByteChannel file;
    private final MessageDigest digest;
    private final int digestBytes;
    private final Cone cone;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);
    private final IndexNames names;
    private long left;
    private boolean hides;
    private boolean hasSubmodules;

    IndexReader(SeekableByteChannel file, ObjectFormat format, Cone cone, IndexNames.Visitor visitor)
            throws IOException {
        this.file = file;
        this.digest = format.digest();
        this.digestBytes = format.digestBytes();
        this.cone = cone;
        this.names = new IndexNames(visitor);
        this.left = file.size() - digestBytes;
    }

    IndexFile.Look read() throws IOException {
        try {
            if (!isWellFormed() || !hasItsChecksum()) {
                return IndexFile.Look.UNSOUND;
            }
        } catch (EOFException e) {
            return IndexFile.Look.UNSOUND;
        }
        if (hides) {
            return IndexFile.Look.HIDING;
        }
        return hasSubmodules ? IndexFile.Look.SOUND_WITH_SUBMODULES : IndexFile.Look.SOUND;
    }

    private boolean isWellFormed() throws IOException {
        if (readInt() != SIGNATURE) {
            return false;
        }
        var version = readInt();
        var isWell = version >= 2 && version <= 4;
        for (var entries = Integer.toUnsignedLong(readInt()); isWell && entries > 0; entries--) {
            isWell = readEntry(version);
        }
        while (isWell && available() > 0) {
            isWell = (readInt() & MUST_BE_UNDERSTOOD) == 0;
            skip(Integer.toUnsignedLong(readInt()));
        }
        return isWell;
    }

    private boolean readEntry(int version) throws IOException {
        skip(BEFORE_MODE);
        var isSubmodule = (readInt() & TYPE) == SUBMODULE;
        hasSubmodules |= isSubmodule;
        skip(STAT_BYTES - BEFORE_MODE - Integer.BYTES + digestBytes);
        var flags = readShort();
        var fixed = STAT_BYTES + digestBytes + Short.BYTES;
        var skips = false;
        if ((flags & EXTENDED) != 0) {
            skips = (readShort() & SKIP_WORKTREE) != 0;
            fixed += Short.BYTES;
        }
        names.begin(version == 4 ? readVariable() : Integer.MAX_VALUE);
        readName((flags & NAME_LENGTH) - names.length());
        if (version < 4) {
            // One to eight zeros fill up to a multiple of eight; one of them was read.
            skip(7 - (fixed + names.length()) % 8);
        }
        hides |= (flags & ASSUME_VALID) != 0 || skips == names.isIn(cone);
        var isName = Math.min(names.length(), NAME_LENGTH) == (flags & NAME_LENGTH) && names.end(flags >> 12 & 3);
        if (isName && isSubmodule) {
            names.tellSubmodule();
        }
        return isName;
    }

    /** Reads the rest of a name and the zero after it; so many bytes have come before a first look for the zero is due. */
    private void readName(int expected) throws IOException {
        for (var rest = expected; rest > 0; ) {
            if (!buffer.hasRemaining()) {
                fill();
            }
            var step = Math.min(rest, buffer.remaining());
            names.append(buffer.array(), buffer.position(), step);
            buffer.position(buffer.position() + step);
            rest -= step;
        }
        for (var c = readByte(); c != 0; c = readByte()) {
            names.append(new byte[] {c}, 0, 1);
        }
    }

    /** The numbers of version 4. */
    private int readVariable() throws IOException {
        var c = readByte();
        var value = c & 0x7f;
        while ((c & 0x80) != 0) {
            c = readByte();
            value = (value + 1 << 7) + (c & 0x7f);
        }
        return value;
    }

    private boolean hasItsChecksum() throws IOException {
        var rest = ByteBuffer.allocate(digestBytes);
        while (rest.hasRemaining() && file.read(rest) >= 0) {}
        return Arrays.equals(digest.digest(), rest.array());
    }

    private int readInt() throws IOException {
        return buffer.remaining() >= Integer.BYTES ? buffer.getInt() : readShort() << 16 | readShort();
    }

    private int readShort() throws IOException {
        return buffer.remaining() >= Short.BYTES
                ? buffer.getShort() & 0xffff
                : (readByte() & 0xff) << 8 | readByte() & 0xff;
    }

    private byte readByte() throws IOException {
        if (!buffer.hasRemaining()) {
            fill();
        }
        return buffer.get();
    }

    private void skip(long bytes) throws IOException {
        for (var rest = bytes; rest > 0; ) {
            if (!buffer.hasRemaining()) {
                fill();
            }
            var step = (int) Math.min(rest, buffer.remaining());
            buffer.position(buffer.position() + step);
            rest -= step;
        }
    }

    private long available() {
        return buffer.remaining() + left;
    }

    private void fill() throws IOException {
        buffer.clear().limit((int) Math.clamp(left, 0, buffer.capacity()));
        if (file.read(buffer) <= 0) {
            throw new EOFException();
        }
        buffer.flip();
        left -= buffer.limit();
        digest.update(buffer.array(), 0, buffer.limit());
    }
}
