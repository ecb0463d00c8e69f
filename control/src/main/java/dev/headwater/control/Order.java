package dev.headwater.control;

import java.time.Duration;
import java.util.Optional;
import java.util.SequencedMap;

/** What the node plugin tells a keeper to do: one file {@code orders/<id>.order}, answered once by {@code in/<id>.report}. */
public sealed interface Order {

    /** Time that the keeper may take, from reading the order. */
    Duration timeout();

    /**
     * Bring {@code directory}, relative to the volume's root, to a commit.
     *
     * @param url of the repository, without credentials
     * @param ref as in {@link Request.Checkout}
     * @param sha as in {@link Request.Checkout}
     */
    record Checkout(
            Duration timeout, String directory, String url, String ref, Optional<String> sha, CheckoutOptions options)
            implements Order {}

    /**
     * Bring the volume into a state worth keeping, and flush it.
     *
     * @param record what is written to the volume about its origin: keys and values of the record file
     */
    record Seal(Duration timeout, Fields record) implements Order {}

    /** The prefix of the record's keys in the order's file. */
    String RECORD_PREFIX = "record-";

    static Fields toFields(Order order) {
        var builder = new Fields.Builder()
                .with("timeout", Long.toString(order.timeout().toSeconds()));
        return switch (order) {
            case Checkout checkout ->
                checkout.options()
                        .toFields(builder.with("op", "checkout")
                                .with("directory", checkout.directory())
                                .with("url", checkout.url())
                                .with("ref", checkout.ref())
                                .with("sha", checkout.sha()))
                        .build();
            case Seal seal -> {
                builder.with("op", "seal");
                seal.record().values().forEach((key, value) -> builder.with(RECORD_PREFIX + key, value));
                yield builder.build();
            }
        };
    }

    /**
     * @throws ControlFileException with a clause that names the field at fault
     */
    static Order from(Fields fields) throws ControlFileException {
        var timeout = Duration.ofSeconds(fields.number("timeout", 1, Request.MAX_TIMEOUT_SECONDS)
                .orElseThrow(() -> new ControlFileException("timeout is missing")));
        return switch (fields.required("op", 32)) {
            case "checkout" ->
                new Checkout(
                        timeout,
                        fields.optional("directory", 1024).orElse(""),
                        fields.required("url", 1024),
                        fields.required("ref", 512),
                        fields.optional("sha", 64),
                        CheckoutOptions.from(fields));
            case "seal" -> new Seal(timeout, record(fields.values()));
            default -> throw new ControlFileException("op is neither checkout nor seal");
        };
    }

    private static Fields record(SequencedMap<String, String> values) {
        var record = new Fields.Builder();
        values.forEach((key, value) -> {
            if (key.startsWith(RECORD_PREFIX)) {
                record.with(key.substring(RECORD_PREFIX.length()), value);
            }
        });
        return record.build();
    }
}
