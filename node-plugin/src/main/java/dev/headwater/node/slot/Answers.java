package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.Fields;
import dev.headwater.control.Report;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The fields of result files: the table of the contract, in code. */
public final class Answers {
    public static final String ATTACHED = "attached";
    public static final String SCRATCH = "scratch";
    public static final String REFUSED = "refused";
    private static final String DONE = "done";
    private static final String FAILED = "failed";
    private static final String PULL = "pull:";

    /** The volume is there. */
    public static Fields attached(RunRecord record, Source source, RunStatus.Restore restore, Instant now) {
        var restored = restore.decision().equals("FromSnapshot");
        var path = record.spec().request().path();
        var message = Optional.ofNullable(restore.message())
                .orElse(restored ? "Restored at " + path + "." : "A new, empty volume is at " + path + ".");
        return start(ATTACHED, restore.reason(), message)
                .with("restored", Boolean.toString(restored))
                .with("restored-from", restore.from())
                .with(
                        "restored-branch",
                        Optional.ofNullable(restore.sourceLane())
                                .map(Answers::branch)
                                .map(Printable::line))
                .with("restored-snapshot-id", Optional.ofNullable(restore.snapshot()))
                .with("restored-source-sha", Optional.ofNullable(restore.sourceSha()))
                .with(
                        "restored-source-ref",
                        Optional.ofNullable(restore.sourceRef()).map(Printable::line))
                .with("volume-id", source.persistentVolume())
                .with("new-volume", Boolean.toString(!restored))
                .with("run", record.ask().run())
                .with("took-ms", took(record, now))
                .build();
    }

    /** As a person says it: {@code main}, or {@code pull/7} for what a pull request saved. */
    private static String branch(String lane) {
        return lane.startsWith(PULL) ? "pull/" + lane.substring(PULL.length()) : lane.substring(lane.indexOf(':') + 1);
    }

    /** The job runs cold. */
    public static Fields scratch(RunRecord record, String reason, String message, Instant now) {
        return start(
                        SCRATCH,
                        reason,
                        message + " The job runs cold at "
                                + record.spec().request().path() + ", and nothing of it is saved.")
                .with("restored", "false")
                .with("restored-from", SCRATCH)
                .with("new-volume", "true")
                .with("run", record.ask().run())
                .with("took-ms", took(record, now))
                .build();
    }

    /** Nothing is mounted. */
    public static Fields refused(String reason, String message, Optional<String> run) {
        return start(REFUSED, reason, message).with("run", run).build();
    }

    /** The volume left the job, and no snapshot of it will be made. */
    public static Fields notSaved(String reason, String message) {
        return finished(reason, message, false).with("save-started", "false").build();
    }

    /** The snapshot is cut. */
    public static Fields saved(String reason, String snapshot) {
        return finished(reason, "Saved as " + snapshot + ".", true)
                .with("saved-snapshot-id", snapshot)
                .with("save-started", "true")
                .build();
    }

    /** The save goes on without the step. */
    public static Fields saveStarted(String message) {
        return start(DONE, "SaveStarted", message)
                .with("saved", "false")
                .with("save-started", "true")
                .with("save-waited-for-completion", "false")
                .build();
    }

    /** A checkout, save or skip that could not be done. */
    public static Fields failed(String reason, String message) {
        return start(FAILED, reason, message).build();
    }

    /** What the keeper says of a checkout; its words are as hostile as the volume that it works on. */
    public static Fields checkout(Report report) {
        var done = report.outcome() == Report.Outcome.DONE;
        var message = report.message().orElse(done ? "The working tree is at the commit." : "The checkout failed.");
        var result = start(done ? DONE : FAILED, done ? "CheckedOut" : "CheckoutFailed", message);
        for (var detail : new String[] {"head", "changed-files", "fetched", "took-ms"}) {
            result.with("checkout-" + detail, report.details().optional(detail).map(Printable::line));
        }
        return result.build();
    }

    private static Fields.Builder finished(String reason, String message, boolean saved) {
        return start(DONE, reason, message)
                .with("saved", Boolean.toString(saved))
                .with("save-reason", reason)
                .with("save-waited-for-completion", "true");
    }

    private static Fields.Builder start(String outcome, String reason, String message) {
        return new Fields.Builder()
                .with("outcome", outcome)
                .with("reason", Printable.line(reason))
                .with("message", Printable.text(message));
    }

    private static String took(RunRecord record, Instant now) {
        return Long.toString(
                Duration.between(record.ask().step().askedAt(), now).toMillis());
    }

    private Answers() {}
}
