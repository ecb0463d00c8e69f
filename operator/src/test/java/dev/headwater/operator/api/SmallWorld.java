package dev.headwater.operator.api;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.Given;
import dev.headwater.operator.kube.SnapshotPairing;
import dev.headwater.operator.kube.VaultObject;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Everybody but the operator, for one run that is saved. Each does what is his to do as soon as he sees that it is due, whoever did what
 * before and however often the operator died meanwhile.
 */
final class SmallWorld {
    private static final RunSpec.Save WISH = new RunSpec.Save(RunSpec.Wish.Save, "pushed to main", null);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Cast cast;
    private final BooleanSupplier nodeProves;
    private final BooleanSupplier storageWorks;

    SmallWorld(Cast cast) {
        this(cast, () -> true, () -> true);
    }

    /**
     * @param nodeProves from when on the node says that nobody can write to the volume any more
     * @param storageWorks from when on snapshots are made
     */
    SmallWorld(Cast cast, BooleanSupplier nodeProves, BooleanSupplier storageWorks) {
        this.cast = cast;
        this.nodeProves = nodeProves;
        this.storageWorks = storageWorks;
    }

    /** Everything of the run, as it was told of or as it is. */
    private record Look(
            Optional<PersistentVolumeClaim> claim,
            Optional<Pod> keeper,
            Optional<VolumeSnapshot> snapshot,
            Optional<VolumeSnapshotContent> content,
            Optional<RunStatus> status) {}

    /** Lets everybody act until this holds; fails with the run as it is then. */
    void actUntil(BooleanSupplier holds) throws InterruptedException {
        actUntil(List.of(this), holds);
    }

    /** The same for several runs. */
    static void actUntil(List<SmallWorld> worlds, BooleanSupplier holds) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        var heard = -1L;
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("the world does not get there: "
                        + worlds.stream().map(world -> world.cast.run()).toList());
            }
            var news = worlds.getFirst().cast.news();
            if (news != heard) {
                heard = worlds.stream().allMatch(SmallWorld::act) ? news : -1;
            }
            Thread.sleep(5);
        }
    }

    /** What is due by what was told is looked at once more: it may be done by now. False where somebody else was faster. */
    private boolean act() {
        try {
            if (due(told()).isPresent()) {
                due(seen()).ifPresent(Runnable::run);
            }
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return false;
        }
    }

    private Look told() {
        return new Look(
                cast.told(PersistentVolumeClaim.class),
                cast.told(Pod.class),
                cast.told(VolumeSnapshot.class),
                cast.toldContent(),
                cast.toldStatus());
    }

    private Look seen() {
        return new Look(
                cast.find(PersistentVolumeClaim.class),
                cast.find(Pod.class),
                cast.find(VolumeSnapshot.class),
                cast.content(),
                Optional.ofNullable(cast.run().getStatus()));
    }

    private Optional<Runnable> due(Look look) {
        var claim = look.claim();
        if (look.keeper().isPresent()
                && claim.filter(known -> known.getSpec().getVolumeName() == null)
                        .isPresent()) {
            return Optional.of(cast::provisioner_binds_the_claim);
        }
        if (look.keeper().isEmpty() && claim.filter(VaultObject::isDeleting).isPresent()) {
            return Optional.of(cast::kubelet_lets_the_claim_go);
        }
        return look.snapshot()
                .flatMap(snapshot -> ofStorage(snapshot, look.content()))
                .or(() -> look.status().flatMap(status -> ofNode(status, look.keeper())));
    }

    private Optional<Runnable> ofStorage(VolumeSnapshot snapshot, Optional<VolumeSnapshotContent> content) {
        if (!storageWorks.getAsBoolean() || SnapshotPairing.isReady(snapshot)) {
            return Optional.empty();
        }
        if (content.isEmpty()) {
            return Optional.of(cast::snapshot_controller_binds_a_content);
        }
        return Optional.of(
                SnapshotPairing.cutAt(snapshot).isEmpty()
                        ? () -> cast.storage_cuts_the_snapshot(content.get())
                        : () -> cast.snapshot_becomes_ready(content.get()));
    }

    private Optional<Runnable> ofNode(RunStatus status, Optional<Pod> keeper) {
        var slot = Optional.ofNullable(status.slot()).orElseGet(() -> cast.slot(null, null, null, null));
        var now = Instant.now().toString();
        if (slot.attachedAt() == null) {
            return status.volume() == null
                    ? Optional.empty()
                    : Optional.of(() -> cast.plugin_applies_slot(cast.slot(now, null, null, null)));
        }
        if (slot.detachedAt() == null) {
            return Optional.of(() -> {
                cast.plugin_releases(RunSpec.Cause.Step, WISH);
                cast.plugin_applies_slot(cast.slot(slot.attachedAt(), now, null, null));
            });
        }
        if (slot.sealed() == null) {
            var sealed = new RunStatus.Sealed(
                    "Done", null, Given.SHA, 1L, 1L, now, null, null, null, null, null, null, null);
            return Optional.of(
                    () -> cast.plugin_applies_slot(cast.slot(slot.attachedAt(), slot.detachedAt(), sealed, null)));
        }
        return keeper.isEmpty() && slot.unstagedAt() == null && nodeProves.getAsBoolean()
                ? Optional.of(() ->
                        cast.plugin_applies_slot(cast.slot(slot.attachedAt(), slot.detachedAt(), slot.sealed(), now)))
                : Optional.empty();
    }
}
