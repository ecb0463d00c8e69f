package dev.headwater.keeper.checkout;

import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/**
 * Git's index. Git does not verify its checksum on reading: a truncated one reads as garbage entries without an error, and every file is
 * rewritten (gitformat-index, "Hash checksum over the content").
 */
final class IndexFile {
    static final String NAME = "index";

    /** Whether it is there and its checksum fits. An index without one ({@code index.skipHash}) is as good as none. */
    static boolean isSound(Directory git, ObjectFormat format) throws IOException {
        if (git.kind(NAME) != Kind.FILE) {
            return false;
        }
        try (var file = git.open(NAME)) {
            var contentBytes = file.size() - format.digestBytes();
            return contentBytes > 0 && Arrays.equals(digest(file, contentBytes, format), rest(file, format));
        }
    }

    private static byte[] digest(SeekableByteChannel file, long bytes, ObjectFormat format) throws IOException {
        var digest = format.digest();
        var buffer = ByteBuffer.allocate(64 * 1024);
        for (var left = bytes; left > 0; left -= buffer.position()) {
            buffer.clear().limit((int) Math.min(left, buffer.capacity()));
            if (file.read(buffer) < 0) {
                break;
            }
            digest.update(buffer.array(), 0, buffer.position());
        }
        return digest.digest();
    }

    private static byte[] rest(SeekableByteChannel file, ObjectFormat format) throws IOException {
        var rest = ByteBuffer.allocate(format.digestBytes());
        while (rest.hasRemaining() && file.read(rest) >= 0) {}
        return rest.array();
    }

    private IndexFile() {}
}
