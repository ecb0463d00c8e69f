package dev.headwater.keeper.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the last bytes of an output. */
final class Tail implements Output {
    private final byte[] kept;
    private long seen;

    Tail(int bytes) {
        kept = new byte[bytes];
    }

    @Override
    public void read(InputStream output) throws IOException {
        var buffer = new byte[1024];
        for (var count = output.read(buffer); count >= 0; count = output.read(buffer)) {
            take(buffer, count);
        }
    }

    private synchronized void take(byte[] buffer, int count) {
        for (var i = 0; i < count; i++) {
            kept[(int) (seen++ % kept.length)] = buffer[i];
        }
    }

    synchronized String text() {
        var length = (int) Math.min(seen, kept.length);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) {
            bytes[i] = kept[(int) ((seen - length + i) % kept.length)];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
