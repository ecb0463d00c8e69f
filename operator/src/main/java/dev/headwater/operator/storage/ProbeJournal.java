package dev.headwater.operator.storage;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a probe knows, kept in its ConfigMap: facts of the present attempt, each with its time, and in the end the verdict.
 *
 * @param failures attempts that came to nothing
 * @param begunAt of the present attempt; empty between attempts
 * @param reached what the present attempt has seen
 * @param volume name of the PersistentVolume that was written to, once it was
 * @param content name of the VolumeSnapshotContent, once the snapshot was ready
 * @param suspectedAt when a deletion had taken too long, and what might be in its way began to be removed
 * @param obstacle why the last attempt came to nothing
 * @param retryAt not to begin again before
 */
record ProbeJournal(
        int failures,
        Optional<Instant> begunAt,
        Map<Milestone, Instant> reached,
        Optional<String> volume,
        Optional<String> content,
        Optional<Instant> suspectedAt,
        Optional<String> obstacle,
        Optional<Instant> retryAt,
        Optional<Verdict> verdict) {

    /** What an attempt has to see, in this order. */
    enum Milestone {
        /** The pattern is on a volume. */
        WRITTEN,
        /** A snapshot of it can be restored. */
        CUT,
        /** The volume is deleted. */
        FORGOTTEN,
        /** A volume restored from the snapshot has the pattern. */
        RESTORED,
        /** The snapshot is deleted. */
        RELEASED;

        String key() {
            return name().toLowerCase(Locale.ROOT) + "At";
        }
    }

    /** What was found out about the classes. */
    enum Outcome {
        Independent,
        Dependent
    }

    /**
     * The end of a probe.
     *
     * @param sentence what was seen
     */
    record Verdict(Outcome outcome, String sentence, Instant at) {}

    /** Of a probe that was asked for. */
    static final ProbeJournal EMPTY = new ProbeJournal(
            0,
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 10;

    private static final String FAILURES = "failures";
    private static final String BEGUN = "begunAt";
    private static final String VOLUME = "volume";
    private static final String CONTENT = "content";
    private static final String SUSPECTED = "suspectedAt";
    private static final String OBSTACLE = "obstacle";
    private static final String RETRY = "retryAt";
    private static final String OUTCOME = "outcome";
    private static final String REASON = "reason";
    private static final String ENDED = "endedAt";

    ProbeJournal {
        reached = Collections.unmodifiableMap(
                reached.isEmpty() ? new EnumMap<>(Milestone.class) : new EnumMap<>(reached));
    }

    static ProbeJournal of(ConfigMap kept) {
        var data = Optional.ofNullable(kept.getData()).orElse(Map.of());
        var reached = new EnumMap<Milestone, Instant>(Milestone.class);
        for (var milestone : Milestone.values()) {
            time(data, milestone.key()).ifPresent(at -> reached.put(milestone, at));
        }
        return new ProbeJournal(
                Integer.parseInt(data.getOrDefault(FAILURES, "0")),
                time(data, BEGUN),
                reached,
                Optional.ofNullable(data.get(VOLUME)),
                Optional.ofNullable(data.get(CONTENT)),
                time(data, SUSPECTED),
                Optional.ofNullable(data.get(OBSTACLE)),
                time(data, RETRY),
                verdict(data));
    }

    private static Optional<Verdict> verdict(Map<String, String> data) {
        return Optional.ofNullable(data.get(OUTCOME))
                .map(outcome -> new Verdict(
                        Outcome.valueOf(outcome),
                        data.getOrDefault(REASON, ""),
                        time(data, ENDED).orElse(Instant.EPOCH)));
    }

    private static Optional<Instant> time(Map<String, String> data, String key) {
        return Optional.ofNullable(data.get(key)).map(Instant::parse);
    }

    /** As a ConfigMap holds it; after the verdict only what stays of interest. */
    Map<String, String> data() {
        var data = new LinkedHashMap<String, String>();
        if (failures > 0) {
            data.put(FAILURES, Integer.toString(failures));
        }
        begunAt.ifPresent(at -> data.put(BEGUN, at.toString()));
        reached.forEach((milestone, at) -> data.put(milestone.key(), at.toString()));
        volume.ifPresent(name -> data.put(VOLUME, name));
        content.ifPresent(name -> data.put(CONTENT, name));
        suspectedAt.ifPresent(at -> data.put(SUSPECTED, at.toString()));
        obstacle.ifPresent(sentence -> data.put(OBSTACLE, sentence));
        retryAt.ifPresent(at -> data.put(RETRY, at.toString()));
        verdict.ifPresent(end -> {
            data.put(OUTCOME, end.outcome().name());
            data.put(REASON, end.sentence());
            data.put(ENDED, end.at().toString());
        });
        return data;
    }

    /** When the last thing was seen that the present attempt has seen. */
    Instant since() {
        return reached.values().stream().max(Instant::compareTo).orElseGet(() -> begunAt.orElse(Instant.EPOCH));
    }

    /** The first milestone that the present attempt has not reached; empty after the last. */
    Optional<Milestone> next() {
        for (var milestone : Milestone.values()) {
            if (!reached.containsKey(milestone)) {
                return Optional.of(milestone);
            }
        }
        return Optional.empty();
    }

    ProbeJournal begin(Instant now) {
        return new ProbeJournal(
                failures,
                Optional.of(rounded(now)),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                obstacle,
                Optional.empty(),
                Optional.empty());
    }

    ProbeJournal reach(ProbeStep.Reach step, Instant now) {
        var more = new EnumMap<Milestone, Instant>(Milestone.class);
        more.putAll(reached);
        more.put(step.milestone(), rounded(now));
        return new ProbeJournal(
                failures,
                begunAt,
                more,
                step.volume().or(() -> volume),
                step.content().or(() -> content),
                suspectedAt,
                obstacle,
                retryAt,
                verdict);
    }

    ProbeJournal suspect(Instant now) {
        return new ProbeJournal(
                failures, begunAt, reached, volume, content, Optional.of(rounded(now)), obstacle, retryAt, verdict);
    }

    /** The present attempt came to nothing; the next one follows the later the more there were. */
    ProbeJournal fail(String sentence, Instant now) {
        var doubled = FIRST_RETRY.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        var retry = now.plus(doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY);
        return new ProbeJournal(
                failures + 1,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(sentence),
                Optional.of(rounded(retry)),
                Optional.empty());
    }

    ProbeJournal conclude(Outcome outcome, String sentence, Instant now) {
        return new ProbeJournal(
                failures,
                begunAt,
                reached,
                volume,
                content,
                suspectedAt,
                obstacle,
                retryAt,
                Optional.of(new Verdict(outcome, sentence, rounded(now))));
    }

    private static Instant rounded(Instant now) {
        return now.truncatedTo(ChronoUnit.MILLIS);
    }
}
