package dev.headwater.node.walk;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.control.ControlFile;
import dev.headwater.control.ControlFileException;
import dev.headwater.control.Fields;
import dev.headwater.control.Layout;
import dev.headwater.control.Marker;
import dev.headwater.node.mount.Fd;
import dev.headwater.node.mount.KernelException;
import dev.headwater.node.record.Source;
import dev.headwater.node.slot.VolumeFault;
import dev.headwater.node.slot.VolumeFault.Kind;
import dev.headwater.node.slot.VolumeRecordPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Looks at a restored volume before the job does. A journal is replayed by the mount itself; what is left to ask is whether the kernel
 * knows of errors, and whether the volume is the one that was meant. The one file read from it is opened beneath its root, never followed,
 * and bounded (design, rule 10).
 */
final class VolumeCheck {
    private static final String NO_ERRORS = "0";

    /** What is wrong with the volume that is mounted for the keeper; empty where nothing is. */
    static Optional<VolumeFault> fault(String kubeletRoot, Source source, RunSpec spec) throws IOException {
        try (var volume = VolumeBinder.openVerified(kubeletRoot, source)) {
            return errors(source).or(() -> origin(volume, spec));
        }
    }

    /** ext4 keeps count, across mounts too; a broken xfs is not mounted at all. */
    private static Optional<VolumeFault> errors(Source source) throws IOException {
        var count = Optional.ofNullable(source.sysfs())
                .map(sysfs -> Path.of(sysfs, "errors_count"))
                .filter(Files::exists);
        if (count.isEmpty()) {
            return Optional.empty();
        }
        var errors = Files.readString(count.get()).trim();
        return errors.equals(NO_ERRORS)
                ? Optional.empty()
                : Optional.of(new VolumeFault(
                        Kind.FileSystemBroken,
                        "The restored file system has errors: the kernel counts %s.".formatted(errors)));
    }

    private static Optional<VolumeFault> origin(Fd volume, RunSpec spec) {
        try {
            return VolumeRecordPolicy.complaint(record(volume), spec)
                    .map(complaint -> new VolumeFault(Kind.RecordMismatch, complaint));
        } catch (KernelException e) {
            return Optional.of(
                    e.damaged()
                            ? new VolumeFault(
                                    Kind.FileSystemBroken,
                                    "The restored file system cannot be read: %s.".formatted(e.getMessage()))
                            : unreadable(String.valueOf(e.getMessage())));
        } catch (ControlFileException e) {
            return Optional.of(unreadable(String.valueOf(e.getMessage())));
        }
    }

    /** Whether the volume that is mounted for the keeper says that it carries the marker's value. */
    static boolean carries(String kubeletRoot, Source source, Marker marker) throws IOException {
        try (var volume = VolumeBinder.openVerified(kubeletRoot, source)) {
            return marker.isCarriedBy(record(volume));
        } catch (KernelException | ControlFileException e) {
            return false;
        }
    }

    private static Fields record(Fd volume) throws KernelException, ControlFileException {
        try (var own = volume.ownDirectory(Layout.VOLUME_OWN);
                var file = own.file(Layout.VOLUME_RECORD)) {
            var stat = file.stat();
            if (!stat.regularFile() || stat.size() > ControlFile.MAX_BYTES) {
                throw new ControlFileException("it is not a small, regular file");
            }
            return ControlFile.parse(file.read(ControlFile.MAX_BYTES + 1));
        }
    }

    private static VolumeFault unreadable(String why) {
        return new VolumeFault(
                Kind.RecordMismatch,
                "The restored volume does not say what it is: its record %s/%s cannot be read: %s."
                        .formatted(Layout.VOLUME_OWN, Layout.VOLUME_RECORD, why));
    }

    private VolumeCheck() {}
}
