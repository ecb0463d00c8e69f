package dev.headwater.keeper.seal;

import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.keeper.process.Command;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.process.Ended;
import dev.headwater.keeper.process.Output;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.report.Shown;
import dev.headwater.keeper.volume.Volume;
import dev.headwater.keeper.volume.VolumeRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the volume into a state worth keeping once its job is over: leftovers of ours removed, files cleaned and searched, record written,
 * everything flushed.
 */
public final class SealExecutor {
    private static final int MAX_OUTPUT = 200;

    /** The plugin notes the time of the attachment right after it, and clocks are set; what is searched in vain costs little. */
    private static final Duration BEFORE_ATTACHED = Duration.ofMinutes(1);

    private final Volume volume;
    private final CommandRunner runner;
    private final Cleaning cleaning;
    private final InstantSource clock;

    public SealExecutor(Volume volume, CommandRunner runner, Cleaning cleaning, InstantSource clock) {
        this.volume = volume;
        this.runner = runner;
        this.cleaning = cleaning;
        this.clock = clock;
    }

    /**
     * Seals the volume; again, if it was sealed before.
     *
     * @param head the commit of the last checkout, where there was one
     * @param known files in which secrets are none
     * @return {@code head}, {@code used-bytes}, {@code used-inodes}, {@code total-bytes}, {@code used-percent}, and what came of the search for
     *     secrets
     * @throws OrderFailedException where the volume could not be flushed: it is not to be captured then
     */
    public Fields execute(Order.Seal order, Optional<String> head, KnownFiles known, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        tidy();
        var scan = cleaning.run(changedSince(order), Deadline.in(deadline.left().dividedBy(2)))
                .without(known, Deadline.in(deadline.left().dividedBy(2)));
        var usage = usage(deadline);
        var details = new Fields.Builder()
                .with("head", head)
                .with("used-bytes", Long.toString(usage.usedBytes()))
                .with("used-inodes", Long.toString(usage.usedInodes()))
                .with("total-bytes", Long.toString(usage.totalBytes()))
                .with("used-percent", Integer.toString(usage.usedPercent()));
        scan.toFields().values().forEach(details::with);
        VolumeRecord.write(volume, record(order, details.build(), deadline));
        flush(deadline);
        return details.build();
    }

    /** Everything, where nobody knows when the job got the volume. */
    private static Instant changedSince(Order.Seal order) {
        return order.attachedAt().map(at -> at.minus(BEFORE_ATTACHED)).orElse(Instant.EPOCH);
    }

    /** A checkout that was killed may have left a repository half fetched. */
    private void tidy() throws IOException {
        try (var own = volume.own()) {
            own.forEach((name, kind) -> {
                if (!name.toString().equals(VolumeRecord.FILE)) {
                    own.delete(name);
                }
            });
        }
    }

    private Fields record(Order.Seal order, Fields details, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        var record = new Fields.Builder();
        order.record().values().forEach(record::with);
        record.with(VolumeRecord.SAVED_AT, clock.instant().toString());
        record.with(
                "keeper-version",
                Optional.ofNullable(SealExecutor.class.getPackage().getImplementationVersion()));
        record.with("git-version", Shown.text(output(deadline, "git", "--version"), MAX_OUTPUT));
        details.values().forEach(record::with);
        return record.build();
    }

    private FileSystemUsage usage(Deadline deadline) throws IOException, InterruptedException, OrderFailedException {
        var text = output(
                deadline,
                "stat",
                "--file-system",
                "--format=" + FileSystemUsage.FORMAT,
                volume.root().toString());
        return FileSystemUsage.parse(text)
                .orElseThrow(() -> new OrderFailedException("The volume's file system does not say how full it is."));
    }

    private void flush(Deadline deadline) throws IOException, InterruptedException, OrderFailedException {
        var ended = run(
                deadline,
                Output.ignored(),
                "sync",
                "--file-system",
                volume.root().toString());
        if (!ended.isSuccess()) {
            throw new OrderFailedException("The volume could not be flushed: " + ended.complaint());
        }
    }

    private String output(Deadline deadline, String... line)
            throws IOException, InterruptedException, DeadlinePassedException {
        var output = new ByteArrayOutputStream();
        run(deadline, stream -> output.write(stream.readNBytes(MAX_OUTPUT)), line);
        return output.toString(StandardCharsets.UTF_8);
    }

    private Ended run(Deadline deadline, Output output, String... line)
            throws IOException, InterruptedException, DeadlinePassedException {
        return runner.run(
                new Command(List.of(line), Path.of("/"), Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LC_ALL", "C")),
                deadline,
                output);
    }
}
