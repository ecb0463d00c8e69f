package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.kube.VaultObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;

/** What becomes of a claim or keeper whose run may be gone. When it was first seen to be gone is written on the object itself. */
final class OrphanPolicy {
    /** Time for the node plugin to make a run again that was deleted by mistake. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Verdict on one object. */
    enum Fate {
        KEEP,
        /** Its run is back: forget that it was gone. */
        CLEAR,
        /** Its run is gone: write down since when. */
        MARK,
        DELETE
    }

    static Fate of(HasMetadata object, Run run, Instant now) {
        var since = VaultObject.annotation(object, Api.ANNOTATION_ORPHANED_AT);
        if (run == Run.EXISTS || VaultObject.isDeleting(object)) {
            return since.isPresent() && run == Run.EXISTS ? Fate.CLEAR : Fate.KEEP;
        }
        return since.map(Instant::parse)
                .map(gone -> now.isBefore(gone.plus(PATIENCE)) ? Fate.KEEP : Fate.DELETE)
                .orElse(Fate.MARK);
    }

    /** Whether the object's run is there. */
    enum Run {
        EXISTS,
        GONE
    }

    private OrphanPolicy() {}
}
