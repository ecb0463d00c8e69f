package dev.headwater.control;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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
     * @param relevance what tells whether the volume is worth keeping
     * @param gitBase commit that the restored content was built from; empty where there is none, or it is not known
     * @param attachedAt when the job got the volume: what was last changed before is not searched for secrets; empty: all is
     */
    record Seal(
            Duration timeout,
            Fields record,
            Relevance relevance,
            Optional<String> gitBase,
            Optional<Instant> attachedAt)
            implements Order {}

    /** The prefix of the record's keys in the order's file. */
    String RECORD_PREFIX = "record-";

    String GIT_BASE = "git-base";
    String ATTACHED_AT = "attached-at";

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
                seal.relevance()
                        .toOrder(builder.with("op", "seal"))
                        .with(GIT_BASE, seal.gitBase())
                        .with(ATTACHED_AT, seal.attachedAt().map(Instant::toString));
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
            case "seal" ->
                new Seal(
                        timeout,
                        record(fields.values()),
                        Relevance.ofOrder(fields),
                        gitBase(fields),
                        instant(fields, ATTACHED_AT));
            default -> throw new ControlFileException("op is neither checkout nor seal");
        };
    }

    private static Optional<String> gitBase(Fields fields) throws ControlFileException {
        var base = fields.optional(GIT_BASE, 64);
        if (base.isPresent() && !base.get().matches("[0-9a-f]{40}([0-9a-f]{24})?")) {
            throw new ControlFileException(GIT_BASE + " is not 40 or 64 hex digits");
        }
        return base;
    }

    private static Optional<Instant> instant(Fields fields, String key) throws ControlFileException {
        try {
            return fields.optional(key).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw new ControlFileException(key + " is not a time in RFC 3339", e);
        }
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
