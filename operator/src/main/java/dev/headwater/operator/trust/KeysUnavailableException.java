package dev.headwater.operator.trust;

/** The keys of an issuer cannot be read at the moment, so that nothing can be said of its tokens. */
public final class KeysUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    KeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
