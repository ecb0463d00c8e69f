package dev.headwater.keeper.checkout;

import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import dev.headwater.keeper.volume.Volume;
import dev.headwater.keeper.volume.VolumeRecord;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;

/** Sees to it that what a checkout is about to write is newer than everything on the volume. */
public final class ClockGuard {
    private static final int MAX_DEPTH = 200;

    private final Volume volume;
    private final InstantSource clock;

    public ClockGuard(Volume volume, InstantSource clock) {
        this.volume = volume;
        this.clock = clock;
    }

    public void settle() throws IOException, InterruptedException {
        switch (ClockDecision.of(VolumeRecord.savedAt(volume), clock.instant())) {
            case ClockDecision.InOrder() -> {}
            case ClockDecision.Wait(var time) -> Thread.sleep(time);
            case ClockDecision.Clamp(var newest) -> {
                try (var root = volume.open()) {
                    clamp(root, newest, 0);
                }
                Thread.sleep(ClockDecision.TICK);
            }
        }
    }

    private static void clamp(Directory directory, Instant newest, int depth) throws IOException {
        directory.forEach((name, kind) -> {
            if (kind == Kind.DIRECTORY && depth < MAX_DEPTH) {
                clampChild(directory, name, newest, depth);
            }
            if (kind == Kind.DIRECTORY || kind == Kind.FILE) {
                clampTime(directory, name, newest);
            }
        });
    }

    private static void clampChild(Directory directory, Path name, Instant newest, int depth) throws IOException {
        try (var child = directory.child(name)) {
            clamp(child, newest, depth + 1);
        } catch (AccessDeniedException e) {
            // Closed to the job's user, as lost+found is: no build output of that user lies below.
        }
    }

    private static void clampTime(Directory directory, Path name, Instant newest) throws IOException {
        if (directory.attributes(name).lastModifiedTime().toInstant().isAfter(newest)) {
            try {
                directory.setModified(name, FileTime.from(newest));
            } catch (AccessDeniedException e) {
                // The same: not the job's own file.
            }
        }
    }
}
