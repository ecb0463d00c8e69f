package dev.headwater.e2e.bench;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.e2e.world.World;
import dev.headwater.e2e.world.WorldException;
import io.fabric8.kubernetes.client.Watch;
import java.time.Instant;

/**
 * Notes when runs have a verdict to save, when their snapshot was cut, and when it was found ready. The times in the journal are of three
 * clocks, the storage's among them, and some in whole seconds.
 */
final class RunWatch implements AutoCloseable {
    private static final String VERDICT = " verdict";
    private static final String CUT = " cut";
    private static final String READY = " ready";

    private final Watch watch;

    RunWatch(World world, Sightings sightings) {
        watch = VaultWatch.watch(
                world.client().resources(BuildSnapshotRun.class).inNamespace(World.JOBS), run -> note(run, sightings));
    }

    /** When the run was to be saved. */
    static Instant verdict(String run, Sightings sightings) {
        return seen(run + VERDICT, sightings);
    }

    static Instant cut(String run, Sightings sightings) {
        return seen(run + CUT, sightings);
    }

    static Instant ready(String run, Sightings sightings) {
        return seen(run + READY, sightings);
    }

    @Override
    public void close() {
        watch.close();
    }

    private static Instant seen(String what, Sightings sightings) {
        return sightings
                .of(what)
                .orElseThrow(
                        () -> new WorldException("Run " + what + ": nobody saw it; kubectl -n ci get bsr says why."));
    }

    private static void note(BuildSnapshotRun run, Sightings sightings) {
        var save = run.getStatus() == null ? null : run.getStatus().save();
        if (save == null || !save.decision().equals("Save")) {
            return;
        }
        var name = run.getMetadata().getName();
        sightings.saw(name + VERDICT);
        if (save.cutAt() != null) {
            sightings.saw(name + CUT);
        }
        if (save.readyAt() != null) {
            sightings.saw(name + READY);
        }
    }
}
