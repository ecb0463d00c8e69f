package dev.headwater.e2e.chaos;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What is on a volume: the payloads of all jobs whose work it holds.
 *
 * @param chain numbers of these jobs, the oldest first
 * @param digest SHA-256 over their payloads in this order, in hex
 */
record Content(List<Integer> chain, String digest) {
    /** Numbers in a payload, one a line. */
    static final int LINES = 4096;

    /** Park and Miller's "minimal standard" generator, which {@code awk} can compute without loss as well. */
    private static final long MODULUS = 2_147_483_647;

    private static final long MULTIPLIER = 16_807;

    /** What jobs of this plan leave if each does as it should. */
    static Content expected(long seed, List<Integer> chain) {
        var digest = sha256();
        chain.forEach(number -> digest.update(payload(start(seed, number))));
        return new Content(chain, HexFormat.of().formatHex(digest.digest()));
    }

    /** As {@code job.sh} and {@code inspect.sh} tell it: the digest, then the chain. */
    static Content parse(String text) {
        var words = text.strip().split("\\s+");
        var chain = Stream.of(words).skip(1).map(Integer::valueOf).toList();
        return new Content(chain, words[0]);
    }

    /** Where the generator of a job starts: 1 to {@link #MODULUS} - 1. */
    static long start(long seed, int job) {
        return 1 + new Random(seed ^ ((long) job << 32)).nextLong(MODULUS - 1);
    }

    private static byte[] payload(long start) {
        var text = new StringBuilder();
        var number = start;
        for (var line = 0; line < LINES; line++) {
            number = number * MULTIPLIER % MODULUS;
            text.append(number).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(chain.toArray()) + " " + digest.substring(0, Math.min(12, digest.length()));
    }
}
