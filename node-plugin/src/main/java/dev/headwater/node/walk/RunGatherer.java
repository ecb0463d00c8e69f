package dev.headwater.node.walk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.ControlFileException;
import dev.headwater.control.Fields;
import dev.headwater.control.Layout;
import dev.headwater.control.Report;
import dev.headwater.node.control.Inbox;
import dev.headwater.node.control.InlineVolumes;
import dev.headwater.node.mount.FileSystemInstance;
import dev.headwater.node.mount.MountTables;
import dev.headwater.node.mount.Processes;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.record.Source;
import dev.headwater.node.slot.Holder;
import dev.headwater.node.slot.KeeperMount;
import dev.headwater.node.slot.MountEntry;
import dev.headwater.node.slot.MountTable;
import dev.headwater.node.slot.RunFacts;
import dev.headwater.node.slot.SlotTarget;
import dev.headwater.node.slot.VolumeFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Reads kernel, files and cluster into {@link RunFacts}. */
final class RunGatherer {
    static final String SEAL = "seal";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RunFacts.Keeper NO_KEEPER =
            new RunFacts.Keeper(false, new KeeperMount.Absent(), Optional.empty(), Optional.empty(), Optional.empty());

    private final State state;
    private final Runs runs;

    RunGatherer(State state, Runs runs) {
        this.state = state;
        this.runs = runs;
    }

    RunFacts gather(RunRecord record, SlotTarget slot) throws IOException {
        var status = runs.status(record.ask().namespace(), record.ask().run());
        var mounts = MountTables.own();
        var bound = mounts.at(slot.volumePath(record.volume()));
        var holder = Holder.of(record, status);
        var origin = bound.isEmpty() ? origin(record, status) : Origin.GIVEN;
        return new RunFacts(
                record,
                status,
                state.slot(slot).isEmpty(),
                bound,
                holder.isPresent() ? keeper(record, slot, mounts, holder.get(), origin) : NO_KEEPER,
                state.bootId(),
                record.phase() == RunRecord.Phase.UNSTAGING && stillKnown(record));
    }

    /** Only what is made of a snapshot has something to show before it is bound. */
    private static Origin origin(RunRecord record, Optional<RunStatus> status) {
        return record.phase() == RunRecord.Phase.WAITING
                        && status.map(RunStatus::restore)
                                .filter(restore -> restore.decision().equals("FromSnapshot"))
                                .isPresent()
                ? Origin.TO_BE_CHECKED
                : Origin.GIVEN;
    }

    private enum Origin {
        TO_BE_CHECKED,
        GIVEN
    }

    private RunFacts.Keeper keeper(RunRecord record, SlotTarget slot, MountTable mounts, Holder holder, Origin origin)
            throws IOException {
        var root = slot.kubeletRoot();
        var path = KeeperMount.path(root, holder.uid(), holder.persistentVolume());
        var mount = mounts.at(path).isEmpty()
                ? new KeeperMount.Absent()
                : KeeperMount.judge(mounts, root, path, stagingPath(root, path));
        var control = state.keeper(holder.uid())
                .filter(target ->
                        mounts.top(target.path()).filter(InlineVolumes::ours).isPresent());
        var report = record.phase() == RunRecord.Phase.SEALING && control.isPresent()
                ? report(control.get(), SEAL)
                : Optional.<Report>empty();
        var source = mount instanceof KeeperMount.Sound(var entry)
                ? Optional.of(source(holder, entry))
                : Optional.<Source>empty();
        var fault = source.isPresent() && control.isPresent() && origin == Origin.TO_BE_CHECKED
                ? VolumeCheck.fault(root, source.get(), record.spec())
                : Optional.<VolumeFault>empty();
        return new RunFacts.Keeper(control.isPresent(), mount, source, fault, report);
    }

    /** A keeper's report; one that cannot be understood counts as a failure. */
    Optional<Report> report(SlotTarget keeper, String id) throws IOException {
        try (var held = state.locks().hold(keeper.path());
                var inbox = Inbox.open(keeper, SlotRecord.Kind.KEEPER)) {
            return inbox.has(id + Layout.REPORT_SUFFIX)
                    ? Optional.of(Report.from(
                            inbox.read(id + Layout.REPORT_SUFFIX, state.clock().instant())
                                    .fields()))
                    : Optional.empty();
        } catch (ControlFileException e) {
            return Optional.of(new Report(
                    Report.Outcome.FAILED,
                    Optional.of("The keeper's report was not understood: " + e.getMessage() + "."),
                    new Fields.Builder().build()));
        }
    }

    private static Source source(Holder holder, MountEntry entry) throws IOException {
        var instance = FileSystemInstance.of(entry.fsType(), entry.device());
        return new Source(
                holder.uid(),
                holder.persistentVolume(),
                entry.device(),
                entry.fsType(),
                instance.map(FileSystemInstance::sysfs).orElse(null),
                instance.map(FileSystemInstance::inode).orElse(null));
    }

    /** Where the kubelet lets the driver stage the volume, as the file beside the pod's mount says. */
    private static Optional<String> stagingPath(String root, String path) throws IOException {
        JsonNode data;
        try {
            data = JSON.readTree(Files.readAllBytes(Path.of(path).resolveSibling("vol_data.json")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        var driver = data.path("driverName").asText();
        var handle = data.path("volumeHandle").asText();
        return Optional.of(root + "/plugins/kubernetes.io/csi/" + driver + "/" + sha256(handle) + "/globalmount");
    }

    private static boolean stillKnown(RunRecord record) throws IOException {
        var source = record.local().bound().orElseThrow();
        var sysfs = source.sysfs();
        var inode = source.inode();
        if (sysfs == null || inode == null) {
            return new Processes().knowing(source.device()).isPresent();
        }
        return new FileSystemInstance(sysfs, inode).alive();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
