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
import dev.headwater.keeper.volume.Volume;
import dev.headwater.keeper.volume.VolumeRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings the volume into a state worth keeping once its job is over: leftovers of ours removed, record written, everything flushed. */
public final class SealExecutor {
    private static final int MAX_USAGE = 200;

    private final Volume volume;
    private final CommandRunner runner;
    private final InstantSource clock;

    public SealExecutor(Volume volume, CommandRunner runner, InstantSource clock) {
        this.volume = volume;
        this.runner = runner;
        this.clock = clock;
    }

    /**
     * Seals the volume; again, if it was sealed before.
     *
     * @param head the commit of the last checkout, where there was one
     * @return {@code head}, {@code used-bytes}, {@code used-inodes} and {@code total-bytes}
     * @throws OrderFailedException where the volume could not be flushed: it is not to be captured then
     */
    public Fields execute(Order.Seal order, Optional<String> head, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        tidy();
        var usage = usage(deadline);
        var details = new Fields.Builder()
                .with("head", head)
                .with("used-bytes", Long.toString(usage.usedBytes()))
                .with("used-inodes", Long.toString(usage.usedInodes()))
                .with("total-bytes", Long.toString(usage.totalBytes()))
                .build();
        VolumeRecord.write(volume, record(order, details));
        flush(deadline);
        return details;
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

    private Fields record(Order.Seal order, Fields details) {
        var record = new Fields.Builder();
        order.record().values().forEach(record::with);
        record.with(VolumeRecord.SAVED_AT, clock.instant().toString());
        details.values().forEach(record::with);
        return record.build();
    }

    private FileSystemUsage usage(Deadline deadline) throws IOException, InterruptedException, OrderFailedException {
        var output = new ByteArrayOutputStream();
        var ended = run(
                deadline,
                stream -> output.write(stream.readNBytes(MAX_USAGE)),
                "stat",
                "--file-system",
                "--format=" + FileSystemUsage.FORMAT);
        return FileSystemUsage.parse(output.toString(StandardCharsets.US_ASCII))
                .orElseThrow(() -> new OrderFailedException(
                        "The volume's file system does not say how full it is: " + ended.complaint()));
    }

    private void flush(Deadline deadline) throws IOException, InterruptedException, OrderFailedException {
        var ended = run(deadline, Output.ignored(), "sync", "--file-system");
        if (!ended.isSuccess()) {
            throw new OrderFailedException("The volume could not be flushed: " + ended.complaint());
        }
    }

    private Ended run(Deadline deadline, Output output, String... arguments)
            throws IOException, InterruptedException, DeadlinePassedException {
        var line = new ArrayList<>(List.of(arguments));
        line.add(volume.root().toString());
        return runner.run(
                new Command(line, Path.of("/"), Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LC_ALL", "C")),
                deadline,
                output);
    }
}
