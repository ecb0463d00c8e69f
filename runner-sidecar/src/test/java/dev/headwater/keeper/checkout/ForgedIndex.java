package dev.headwater.keeper.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Changes an index behind git's back, with a checksum that fits. */
final class ForgedIndex {
    /** Puts one object's name in the place of another's. */
    static void replace(Path index, String name, String by) throws IOException, GeneralSecurityException {
        var content = text(Files.readAllBytes(index));
        Files.write(
                index,
                signed(bytes(content.replace(
                        text(HexFormat.of().parseHex(name)), text(HexFormat.of().parseHex(by))))));
    }

    /** The bytes with the checksum that belongs to them in the place of their last ones. */
    static byte[] signed(byte[] index) throws GeneralSecurityException {
        var sha1 = MessageDigest.getInstance("SHA-1");
        sha1.update(index, 0, index.length - sha1.getDigestLength());
        sha1.digest(index, index.length - sha1.getDigestLength(), sha1.getDigestLength());
        return index;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private ForgedIndex() {}
}
