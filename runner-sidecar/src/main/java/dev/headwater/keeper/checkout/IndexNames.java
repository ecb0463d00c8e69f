package dev.headwater.keeper.checkout;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names of an index, one after the other: each is after the one before, and stays within the tree. */
final class IndexNames {
    /** Longer than any path that a kernel takes. */
    private static final int MAX_LENGTH = 16 * 1024;

    private static final byte[] GIT = GitDirectory.NAME.getBytes(StandardCharsets.US_ASCII);

    /** Is told what the names lead through. */
    interface Visitor {
        /** A directory of the tree that the name before is not in; {@code length} bytes of {@code path} count. */
        void directory(byte[] path, int length) throws IOException;

        /** A submodule. */
        void submodule(byte[] path, int length) throws IOException;
    }

    private final Visitor visitor;
    private byte[] name = new byte[256];
    private int length;
    private byte[] previous = new byte[256];
    private int previousLength;
    private int previousStage = -1;

    IndexNames(Visitor visitor) {
        this.visitor = visitor;
    }

    /**
     * Begins a name.
     *
     * @param dropped how many bytes of the end of the one before it does not share; at least all of them where it shares none
     */
    void begin(int dropped) {
        var swap = previous;
        previous = name;
        name = swap;
        previousLength = length;
        length = previousLength - Math.clamp(dropped, 0, previousLength);
        if (length > name.length) {
            name = new byte[previous.length];
        }
        System.arraycopy(previous, 0, name, 0, length);
    }

    /**
     * @throws EOFException where no name is as long as that: the index is garbage
     */
    void append(byte[] bytes, int from, int count) throws EOFException {
        if (length + count > MAX_LENGTH) {
            throw new EOFException();
        }
        if (length + count > name.length) {
            name = Arrays.copyOf(name, 2 * (length + count));
        }
        System.arraycopy(bytes, from, name, length, count);
        length += count;
    }

    /** Tells of the name that was ended last, where that is a submodule's. */
    void tellSubmodule() throws IOException {
        visitor.submodule(name, length);
    }

    boolean isIn(Cone cone) {
        return cone.includes(name, length);
    }

    int length() {
        return length;
    }

    /**
     * Ends a name.
     *
     * @param stage 0, or 1 to 3 for the sides of a conflict
     * @return whether it may stand here
     */
    boolean end(int stage) throws IOException {
        var common = Arrays.mismatch(previous, 0, previousLength, name, 0, length);
        var isSame = common < 0;
        var isInOrder = isSame
                ? previousStage < stage
                : common == previousLength || common < length && (previous[common] & 0xff) < (name[common] & 0xff);
        previousStage = stage;
        return isInOrder && (isSame || staysInTree(common));
    }

    /** What it shares with the name before was looked at then, but for the element that the difference is in. */
    private boolean staysInTree(int common) throws IOException {
        var start = Math.min(common, length);
        while (start > 0 && name[start - 1] != '/') {
            start--;
        }
        var stays = true;
        for (var i = start; stays && i <= length; i++) {
            if (i == length || name[i] == '/') {
                stays = mayBeElement(start, i);
                start = i + 1;
                if (stays && i < length) {
                    visitor.directory(name, i);
                }
            } else {
                stays = name[i] != 0;
            }
        }
        return stays;
    }

    private boolean mayBeElement(int start, int end) {
        return switch (end - start) {
            case 0 -> false;
            case 1 -> name[start] != '.';
            case 2 -> name[start] != '.' || name[start + 1] != '.';
            case 4 -> !Arrays.equals(name, start, end, GIT, 0, GIT.length);
            default -> true;
        };
    }
}
