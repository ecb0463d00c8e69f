package dev.headwater.control;

import java.util.Optional;

/**
 * What a keeper did with an order.
 *
 * @param outcome whether it was done
 * @param message one sentence; always there after a failure
 * @param details outputs of the order, as {@code head}, {@code changed-files}, {@code took-ms}, {@code used-bytes}
 */
public record Report(Outcome outcome, Optional<String> message, Fields details) {

    /** How an order ended. */
    public enum Outcome {
        DONE,
        FAILED
    }

    /** Detail of a seal: whether one of the paths that count changed since the restored commit; {@code Yes}, {@code No} or {@code Unknown}. */
    public static final String CHANGED = "changed";

    /** What {@link #CHANGED} rests on: a clause of at most 200 characters. */
    public static final String CHANGED_WHY = "changed-why";

    private static final String OUTCOME = "outcome";
    private static final String MESSAGE = "message";
    private static final int MAX_MESSAGE = 2048;

    public Fields toFields() {
        var builder = new Fields.Builder()
                .with(OUTCOME, outcome == Outcome.DONE ? "done" : "failed")
                .with(MESSAGE, message);
        details.values().forEach(builder::with);
        return builder.build();
    }

    /**
     * @throws ControlFileException with a clause that names the field at fault
     */
    public static Report from(Fields fields) throws ControlFileException {
        var outcome = switch (fields.required(OUTCOME, 16)) {
            case "done" -> Outcome.DONE;
            case "failed" -> Outcome.FAILED;
            default -> throw new ControlFileException("outcome is neither done nor failed");
        };
        var details = new Fields.Builder();
        fields.values().forEach((key, value) -> {
            if (!key.equals(OUTCOME) && !key.equals(MESSAGE)) {
                details.with(key, value);
            }
        });
        return new Report(outcome, fields.optional(MESSAGE, MAX_MESSAGE), details.build());
    }
}
