package dev.headwater.e2e.cluster;

/** Something the person at the keyboard has to know: the message is a sentence that says what is wrong and what to do. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClusterException(String sentence) {
        super(sentence);
    }

    ClusterException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
