package dev.headwater.api.v1alpha1;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The one name of a run, its claim, its keeper and its snapshot (design, section 3). */
public final class RunName {
    private static final int HEX_DIGITS = 24;

    /**
     * A valid DNS label of 27 characters, the same for the same arguments for ever, and different for every request of every pod.
     *
     * @param number counts the requests for this volume in this pod, from 1
     */
    public static String of(String podUid, String volumeName, int number) {
        var hex = HexFormat.of().formatHex(sha256(podUid + "/" + volumeName + "/" + number));
        return "hw-" + hex.substring(0, HEX_DIGITS);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private RunName() {}
}
