package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.capture.CaptureStep;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.status.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Counts the steps that were taken, once they were. A step that is repeated after a crash is counted again. */
public final class RunMeters {
    /** Where the content of a job comes from that got no volume. */
    private static final String SCRATCH = "scratch";

    private final MeterRegistry meters;

    public RunMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(RunStep step, RunFacts facts, Instant now) {
        switch (step) {
            case RunStep.Decide(var _, var restore, var _) -> add(Metric.RESTORES, restore.from(), restore.reason());
            case RunStep.GiveUp(var reason, var _, var _) -> add(Metric.RESTORES, SCRATCH, reason.name());
            case RunStep.RecordProof(var use, var proof) -> add(Metric.GITHUB, use.word(), proof.reason());
            case RunStep.Verdict(var save) -> {
                add(Metric.SAVES, save.decision(), save.reason());
                facts.answerOfNode().ifPresent(answer -> add(Metric.RESTORES, answer.outcome(), answer.reason()));
            }
            case RunStep.Capture(CaptureStep.Fail(var reason, var _)) -> add(Metric.SAVES, "Skip", reason.name());
            case RunStep.Capture(CaptureStep.Cut _) ->
                since(Metric.CUT, facts.verdict().map(RunStatus.Save::at), now);
            case RunStep.Capture(CaptureStep.Ready _) -> {
                var cutAt = facts.verdict().map(RunStatus.Save::cutAt);
                since(Metric.READY, cutAt, now);
                since(Metric.READY_LAG, lookedAt(facts).or(() -> cutAt), now);
            }
            default -> {}
        }
    }

    /** When the storage was last asked, and said that the snapshot was not ready. */
    private static Optional<String> lookedAt(RunFacts facts) {
        return facts.content().flatMap(content -> VaultObject.annotation(content, Api.ANNOTATION_POLLED_AT));
    }

    private void add(Metric metric, String first, String second) {
        var tags = metric.tags();
        meters.counter(metric.id(), tags.getFirst(), first, tags.getLast(), second)
                .increment();
    }

    private void since(Metric metric, Optional<String> began, Instant now) {
        began.map(Instant::parse)
                .map(at -> Duration.between(at, now))
                .filter(time -> !time.isNegative())
                .ifPresent(time -> meters.timer(metric.id()).record(Objects.requireNonNull(time)));
    }
}
