package dev.headwater.keeper.report;

/** An order cannot be done; its report carries the sentence. */
public class OrderFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    public OrderFailedException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public final String sentence() {
        return sentence;
    }
}
