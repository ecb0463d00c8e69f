package dev.headwater.operator.api;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.Given;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Everybody but the operator, for one run that is saved. Each does what is his to do as soon as he sees that it is due, whoever did what
 * before and however often the operator died meanwhile.
 */
final class SmallWorld {
    private static final RunSpec.Save WISH = new RunSpec.Save(RunSpec.Wish.Save, "pushed to main", null);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Cast cast;

    SmallWorld(Cast cast) {
        this.cast = cast;
    }

    /** Lets everybody act until this holds; fails with the run as it is then. */
    void actUntil(java.util.function.BooleanSupplier holds) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("the world does not get there: " + cast.run());
            }
            try {
                act();
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
            }
            Thread.sleep(5);
        }
    }

    private void act() {
        var claim = cast.find(PersistentVolumeClaim.class);
        var keeper = cast.find(Pod.class);
        if (keeper.isPresent()
                && claim.filter(known -> known.getSpec().getVolumeName() == null)
                        .isPresent()) {
            cast.provisioner_binds_the_claim();
        }
        if (keeper.isEmpty()
                && claim.filter(known -> known.getMetadata().getDeletionTimestamp() != null)
                        .isPresent()) {
            cast.kubelet_lets_the_claim_go();
        }
        snapshot();
        Optional.ofNullable(cast.run().getStatus()).ifPresent(status -> node(status, keeper));
    }

    private void node(RunStatus status, Optional<Pod> keeper) {
        var slot = Optional.ofNullable(status.slot()).orElseGet(() -> cast.slot(null, null, null, null));
        var now = Instant.now().toString();
        if (slot.attachedAt() == null) {
            if (status.volume() != null) {
                cast.plugin_applies_slot(cast.slot(now, null, null, null));
            }
        } else if (slot.detachedAt() == null) {
            cast.plugin_releases(RunSpec.Cause.Step, WISH);
            cast.plugin_applies_slot(cast.slot(slot.attachedAt(), now, null, null));
        } else if (slot.sealed() == null) {
            var sealed = new RunStatus.Sealed(
                    "Done", null, Given.SHA, 1L, 1L, now, null, null, null, null, null, null, null);
            cast.plugin_applies_slot(cast.slot(slot.attachedAt(), slot.detachedAt(), sealed, null));
        } else if (keeper.isEmpty() && slot.unstagedAt() == null) {
            cast.plugin_applies_slot(cast.slot(slot.attachedAt(), slot.detachedAt(), slot.sealed(), now));
        }
    }

    private void snapshot() {
        var snapshot = cast.find(VolumeSnapshot.class);
        if (snapshot.isEmpty()) {
            return;
        }
        var content = cast.content();
        var status = snapshot.get().getStatus();
        if (content.isEmpty()) {
            cast.snapshot_controller_binds_a_content();
        } else if (status == null || status.getCreationTime() == null) {
            cast.storage_cuts_the_snapshot(content.get());
        } else if (!Boolean.TRUE.equals(status.getReadyToUse())) {
            cast.snapshot_becomes_ready(content.get());
        }
    }
}
