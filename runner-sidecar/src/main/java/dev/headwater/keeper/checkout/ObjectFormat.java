package dev.headwater.keeper.checkout;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** How a repository names its objects. */
enum ObjectFormat {
    SHA1("sha1", "SHA-1", 20),
    SHA256("sha256", "SHA-256", 32);

    private final String gitName;
    private final String digestName;
    private final int digestBytes;

    ObjectFormat(String gitName, String digestName, int digestBytes) {
        this.gitName = gitName;
        this.digestName = digestName;
        this.digestBytes = digestBytes;
    }

    static ObjectFormat of(String sha) {
        return sha.length() == 64 ? SHA256 : SHA1;
    }

    String gitName() {
        return gitName;
    }

    int digestBytes() {
        return digestBytes;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(digestName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + digestName, e);
        }
    }
}
