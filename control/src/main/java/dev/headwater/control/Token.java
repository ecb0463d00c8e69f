package dev.headwater.control;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A secret of a job: it lets git read a repository, or proves whose job it is. It travels beside a request and an order, in a file of its own
 * that only its reader's user can open and that goes when it was read; it is never part of a control file, and prints as nothing.
 */
public final class Token {
    /** A longer file is refused unread. */
    public static final int MAX_BYTES = 8192;

    private static final Pattern FORM = Pattern.compile("[!-~]+");

    private final String secret;

    private Token(String secret) {
        this.secret = secret;
    }

    /**
     * @throws ControlFileException for anything but one line of visible ASCII characters
     */
    public static Token parse(byte[] bytes) throws ControlFileException {
        var text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        if (bytes.length > MAX_BYTES || !FORM.matcher(text).matches()) {
            throw new ControlFileException("the token is not one line of at most " + MAX_BYTES + " visible characters");
        }
        return new Token(text);
    }

    /** What {@link #parse} reads back. */
    public byte[] bytes() {
        return secret.getBytes(StandardCharsets.US_ASCII);
    }

    /** The value of an HTTP header {@code Authorization}, with the user name that GitHub asks for. */
    public String authorization() {
        return "basic "
                + Base64.getEncoder().encodeToString(("x-access-token:" + secret).getBytes(StandardCharsets.US_ASCII));
    }

    /** The text without the secret, in whatever form it may have got into it. */
    public String hideIn(String text) {
        return text.replace(secret, "(hidden)").replace(authorization().substring("basic ".length()), "(hidden)");
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
