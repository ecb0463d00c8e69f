package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.Fields;
import dev.headwater.control.Layout;
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
    static final String NEW_VOLUME = "new-volume";
    static final String SOURCE_SHA = "restored-source-sha";
    private static final String SAVE_REASON = "save-reason";
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
                .with(SOURCE_SHA, Optional.ofNullable(restore.sourceSha()))
                .with(
                        "restored-source-ref",
                        Optional.ofNullable(restore.sourceRef()).map(Printable::line))
                .with("restored-cut-at", Optional.ofNullable(restore.sourceCutAt()))
                .with("volume-id", source.persistentVolume())
                .with(NEW_VOLUME, Boolean.toString(!restored))
                .with("state-file", stateFile(path))
                .with("run", record.ask().run())
                .with("took-ms", took(record, now))
                .build();
    }

    /** Where the job finds the state file of its slot. */
    private static String stateFile(String path) {
        return String.join("/", path.substring(0, path.lastIndexOf('/')), Layout.SLOT_CONTROL, Layout.IN, Layout.STATE);
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
                .with(NEW_VOLUME, "true")
                .with("state-file", stateFile(record.spec().request().path()))
                .with("run", record.ask().run())
                .with("took-ms", took(record, now))
                .build();
    }

    /** Nothing is mounted. */
    public static Fields refused(String reason, String message, Optional<String> run) {
        return start(REFUSED, reason, message).with("run", run).build();
    }

    /**
     * Why a request was refused, in the words of its result.
     *
     * @param reason one word
     * @param message a sentence, harmless wherever it is shown
     */
    public record Refusal(String reason, String message) {}

    /** What the result says of a refusal; empty for any other one. */
    public static Optional<Refusal> refusal(Fields result) {
        return result.optional("outcome")
                .filter(REFUSED::equals)
                .map(_ -> new Refusal(
                        result.optional("reason").orElse(REFUSED),
                        result.optional("message").orElse("")));
    }

    /** How far the save of a volume has come. */
    private enum Progress {
        NONE,
        STARTED,
        SAVED
    }

    /** Whether a step saw all that it waited for. */
    enum Waited {
        TO_THE_END,
        NOT_TO_THE_END
    }

    /** The volume left the job, and no snapshot of it will be made. */
    public static Fields notSaved(String reason, String message) {
        return save(start(DONE, reason, message), Progress.NONE, Waited.TO_THE_END)
                .with(SAVE_REASON, reason)
                .build();
    }

    /** The snapshot is cut. */
    static Fields saved(String reason, String snapshot, Waited waited) {
        return save(start(DONE, reason, "Saved as " + snapshot + "."), Progress.SAVED, waited)
                .with(SAVE_REASON, reason)
                .with("saved-snapshot-id", snapshot)
                .build();
    }

    /** The save goes on without the step. */
    static Fields saveStarted(String message) {
        return save(start(DONE, "SaveStarted", message), Progress.STARTED, Waited.NOT_TO_THE_END)
                .build();
    }

    /** An earlier step asked for the end of this volume. */
    public static Fields finishedBefore(RunRecord record) {
        return save(
                        start(DONE, "AlreadyDetached", "An earlier step has taken this volume away already."),
                        record.wantsSave() ? Progress.STARTED : Progress.NONE,
                        Waited.NOT_TO_THE_END)
                .build();
    }

    /** The volume could not be taken away while the step waited; what it wished is kept. */
    public static Fields busy(String holder) {
        return save(
                        start(
                                FAILED,
                                "Busy",
                                "The volume is still used by " + holder
                                        + ". End that process, or leave the directory, and try again; else what was asked for is done when the pod ends."),
                        Progress.NONE,
                        Waited.NOT_TO_THE_END)
                .build();
    }

    /** The same answer, which also says what of the state file was not understood. */
    public static Fields noting(Fields answer, String ignored) {
        var noted = new Fields.Builder();
        answer.values().forEach(noted::with);
        return noted.with(
                        "message",
                        Printable.text(answer.optional("message").orElse("") + "\nIgnored in the state file: " + ignored
                                + "."))
                .with("ignored", Printable.line(ignored))
                .build();
    }

    private static Fields.Builder save(Fields.Builder answer, Progress progress, Waited waited) {
        return answer.with("saved", Boolean.toString(progress == Progress.SAVED))
                .with("save-started", Boolean.toString(progress != Progress.NONE))
                .with("save-waited-for-completion", Boolean.toString(waited == Waited.TO_THE_END));
    }

    /** A checkout, save or skip that could not be done. */
    public static Fields failed(String reason, String message) {
        return start(FAILED, reason, message).build();
    }

    /** Nothing can be done with a volume that is not there. */
    public static Fields notAttached(String path) {
        return failed("NotAttached", "No volume is attached at " + path + ".");
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
