package dev.headwater.e2e.world;

/** The message is a sentence for the person at the keyboard: what is wrong and where to look. */
public final class WorldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WorldException(String sentence) {
        super(sentence);
    }

    public WorldException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
