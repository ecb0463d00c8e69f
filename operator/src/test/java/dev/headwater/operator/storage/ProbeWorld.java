package dev.headwater.operator.storage;

import dev.headwater.operator.Given;
import dev.headwater.operator.attempt.Warning;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A vault with one probe and a storage of a kind, in which everybody acts only when told to. */
final class ProbeWorld {
    static final Duration PATIENCE = Duration.ofSeconds(100);
    static final ClassSet CLASSES = new ClassSet(
            Given.DRIVER,
            new ClassSet.Named("block", "uid-1"),
            new ClassSet.Named("block-restore", "uid-2"),
            new ClassSet.Named("block", "uid-3"));
    static final ProbeSettings SETTINGS =
            new ProbeSettings(Set.of(), PATIENCE, Duration.ofMillis(500), "keeper", "Never", List.of());

    /** What a snapshot is made of. */
    enum Kind {
        INDEPENDENT,
        /** It goes with its volume. */
        INSIDE_ITS_VOLUME,
        /** It cannot be deleted while a volume restored from it exists. */
        HELD_BY_CLONES,
        /** Its volume cannot be deleted while it exists. */
        HOLDING_ITS_VOLUME,
        /** A volume restored from it loses its content with it. */
        BELOW_ITS_CLONES
    }

    /** What somebody other than the operator does; an action that does not fit the moment does nothing. */
    enum Action {
        PROVISION,
        RUN_PODS,
        BIND_SNAPSHOT,
        MAKE_READY,
        FINISH_DELETIONS,
        DELETE_VOLUMES,
        DELETE_SNAPSHOT_DATA,
        WAIT_A_SECOND,
        /** Nobody does it of himself. */
        DELETE_SOURCE_BY_HAND,
        DELETE_CLONE_BY_HAND,
        DELETE_SNAPSHOT_BY_HAND,
        DELETE_PODS_BY_HAND,
        DELETE_PROBE_BY_HAND,
        EVICT_PODS,
        WAIT_TEN_MINUTES
    }

    private static final List<Action> FAIR = List.of(Action.values()).subList(0, Action.WAIT_A_SECOND.ordinal() + 1);

    private final Kind kind;
    private final Map<ProbePart, HasMetadata> objects = new EnumMap<>(ProbePart.class);
    private final Map<String, String> volumes = new java.util.HashMap<>();
    private final List<Warning> warnings = new ArrayList<>();
    private ConfigMap probe;
    private @Nullable VolumeSnapshotContent content;
    private @Nullable String snapshotData;
    private String cutOf = "";
    private int uids;
    Instant now = Given.START;

    ProbeWorld(Kind kind) {
        this.kind = kind;
        this.probe = asked();
    }

    private ConfigMap asked() {
        var asked = DesiredProbe.request(CLASSES, Given.VAULT, Optional.empty());
        asked.getMetadata().setUid("probe-" + uids++);
        return asked;
    }

    ProbeJournal journal() {
        return ProbeJournal.of(probe);
    }

    /** Everything that was made for the probe and is there. */
    int left() {
        return objects.size() + volumes.size() + (content == null ? 0 : 1);
    }

    boolean has(ProbePart part) {
        return objects.containsKey(part);
    }

    ProbeFacts facts() {
        var journal = journal();
        return new ProbeFacts(
                journal,
                Map.copyOf(objects),
                Optional.ofNullable(content)
                        .filter(_ ->
                                has(ProbePart.SNAPSHOT) || journal.content().isPresent()),
                journal.volume().filter(volumes::containsKey).isPresent()
                        ? ProbeFacts.Volume.EXISTS
                        : ProbeFacts.Volume.GONE,
                List.copyOf(warnings));
    }

    /** The operator looks and takes one step; a lost step is one before whose write it was killed. */
    ProbeStep step(boolean lost) {
        var facts = facts();
        var step = ProbePolicy.next(facts, PATIENCE, now);
        if (!lost) {
            apply(step, facts);
        }
        return step;
    }

    /** Everybody does what is his to do until the operator has nothing more to do, or for so many rounds. */
    boolean settles(int rounds) {
        for (var i = 0; i < rounds; i++) {
            if (step(false) instanceof ProbeStep.Done && left() == 0) {
                return true;
            }
            FAIR.forEach(this::act);
        }
        return false;
    }

    private void apply(ProbeStep step, ProbeFacts facts) {
        var journal = facts.journal();
        switch (step) {
            case ProbeStep.Begin _ -> write(journal.begin(now));
            case ProbeStep.Make(var part) -> make(part, facts);
            case ProbeStep.Remove(var part) -> delete(part);
            case ProbeStep.Own _ -> content.getSpec().setDeletionPolicy("Delete");
            case ProbeStep.Poke _ ->
                content = content.edit()
                        .editMetadata()
                        .addToAnnotations("headwater.dev/polled-at", now.toString())
                        .endMetadata()
                        .build();
            case ProbeStep.Reach reach -> write(journal.reach(reach, now));
            case ProbeStep.Suspect _ -> write(journal.suspect(now));
            case ProbeStep.GiveUp(var sentence) -> write(journal.fail(sentence, now));
            case ProbeStep.Conclude(var outcome, var sentence) -> write(journal.conclude(outcome, sentence, now));
            case ProbeStep.Wait _, ProbeStep.Done _ -> {}
        }
    }

    private void write(ProbeJournal journal) {
        probe = DesiredProbe.kept(probe, journal, Map.of());
    }

    private void make(ProbePart part, ProbeFacts facts) {
        var made = DesiredProbe.of(part, probe, facts, SETTINGS);
        made.getMetadata().setUid(part.name() + uids++);
        if (made instanceof Pod pod) {
            pod.setStatus(new PodStatus());
        }
        objects.putIfAbsent(part, made);
    }

    private void delete(ProbePart part) {
        Optional.ofNullable(objects.get(part))
                .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                .ifPresent(object -> object.getMetadata().setDeletionTimestamp(now.toString()));
        if (part == ProbePart.SNAPSHOT && content != null && has(part)) {
            content.getMetadata().setDeletionTimestamp(now.toString());
        }
    }

    void act(Action action) {
        switch (action) {
            case PROVISION -> {
                provision(ProbePart.SOURCE, Set.of(ProbePart.WRITER), Optional.of(""));
                provision(
                        ProbePart.CLONE,
                        Set.of(ProbePart.READER, ProbePart.REREADER),
                        Optional.ofNullable(snapshotData).filter(_ -> has(ProbePart.SNAPSHOT)));
            }
            case RUN_PODS ->
                List.of(ProbePart.WRITER, ProbePart.READER, ProbePart.REREADER).forEach(this::run);
            case BIND_SNAPSHOT -> bind();
            case MAKE_READY -> ready();
            case FINISH_DELETIONS -> finishDeletions();
            case DELETE_VOLUMES -> deleteVolumes();
            case DELETE_SNAPSHOT_DATA -> deleteSnapshotData();
            case WAIT_A_SECOND -> now = now.plusSeconds(1);
            case DELETE_SOURCE_BY_HAND -> delete(ProbePart.SOURCE);
            case DELETE_CLONE_BY_HAND -> delete(ProbePart.CLONE);
            case DELETE_SNAPSHOT_BY_HAND -> delete(ProbePart.SNAPSHOT);
            case DELETE_PODS_BY_HAND ->
                List.of(ProbePart.WRITER, ProbePart.READER, ProbePart.REREADER).forEach(this::delete);
            case DELETE_PROBE_BY_HAND -> probe = asked();
            case EVICT_PODS ->
                objects.values().stream()
                        .filter(Pod.class::isInstance)
                        .map(Pod.class::cast)
                        .filter(pod -> pod.getStatus().getPhase() == null)
                        .forEach(pod -> pod.setStatus(new PodStatusBuilder()
                                .withPhase("Failed")
                                .withMessage("The node was low on memory.")
                                .build()));
            case WAIT_TEN_MINUTES -> now = now.plusSeconds(600);
        }
    }

    private void provision(ProbePart part, Set<ProbePart> consumers, Optional<String> data) {
        var claim = (PersistentVolumeClaim) objects.get(part);
        if (claim == null
                || claim.getMetadata().getDeletionTimestamp() != null
                || claim.getSpec().getVolumeName() != null
                || consumers.stream().noneMatch(this::has)) {
            return;
        }
        data.ifPresentOrElse(
                written -> {
                    claim.getSpec().setVolumeName("pv-" + claim.getMetadata().getUid());
                    volumes.put(claim.getSpec().getVolumeName(), written);
                },
                () -> warnings.add(new Warning("ProvisioningFailed", "rpc error: code = NotFound desc = no snapshot")));
    }

    private void run(ProbePart part) {
        var pod = (Pod) objects.get(part);
        if (pod == null
                || pod.getMetadata().getDeletionTimestamp() != null
                || pod.getStatus().getPhase() != null) {
            return;
        }
        var claim = (PersistentVolumeClaim) objects.get(part == ProbePart.WRITER ? ProbePart.SOURCE : ProbePart.CLONE);
        var volume = claim == null ? null : claim.getSpec().getVolumeName();
        if (volume == null) {
            return;
        }
        var pattern =
                pod.getSpec().getContainers().getFirst().getEnv().getFirst().getValue();
        if (part == ProbePart.WRITER) {
            volumes.put(volume, pattern);
        }
        pod.setStatus(pattern.equals(volumes.get(volume)) ? succeeded() : misread());
    }

    private static PodStatus succeeded() {
        return new PodStatusBuilder().withPhase("Succeeded").build();
    }

    static PodStatus misread() {
        return new PodStatusBuilder()
                .withPhase("Failed")
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(ProbePod.MISREAD_CODE)
                        .endTerminated()
                        .endState()
                        .build())
                .build();
    }

    private void bind() {
        var snapshot = (VolumeSnapshot) objects.get(ProbePart.SNAPSHOT);
        var source = (PersistentVolumeClaim) objects.get(ProbePart.SOURCE);
        if (snapshot == null
                || content != null
                || snapshot.getMetadata().getDeletionTimestamp() != null
                || source == null
                || source.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        cutOf = source.getSpec().getVolumeName();
        snapshotData = volumes.get(cutOf);
        content = new VolumeSnapshotContentBuilder()
                .withNewMetadata()
                .withName("content-" + snapshot.getMetadata().getUid())
                .endMetadata()
                .withNewSpec()
                .withDeletionPolicy("Retain")
                .withNewVolumeSnapshotRef()
                .withUid(snapshot.getMetadata().getUid())
                .endVolumeSnapshotRef()
                .endSpec()
                .build();
        status(snapshot, false);
    }

    private void ready() {
        var snapshot = (VolumeSnapshot) objects.get(ProbePart.SNAPSHOT);
        if (snapshot != null && snapshot.getStatus() != null) {
            status(snapshot, true);
        }
    }

    private void status(VolumeSnapshot snapshot, boolean ready) {
        snapshot.setStatus(new VolumeSnapshotStatusBuilder()
                .withBoundVolumeSnapshotContentName(
                        content == null ? null : content.getMetadata().getName())
                .withCreationTime(now.toString())
                .withReadyToUse(ready)
                .build());
    }

    /** Pods first, then claims that none mounts, and the VolumeSnapshot when its content is gone. */
    private void finishDeletions() {
        var pods = objects.values().stream().anyMatch(Pod.class::isInstance);
        objects.values()
                .removeIf(object -> object.getMetadata().getDeletionTimestamp() != null
                        && switch (object) {
                            case PersistentVolumeClaim _ -> !pods;
                            case VolumeSnapshot _ -> content == null;
                            default -> true;
                        });
    }

    private void deleteVolumes() {
        var used = objects.values().stream()
                .filter(PersistentVolumeClaim.class::isInstance)
                .map(claim -> ((PersistentVolumeClaim) claim).getSpec().getVolumeName())
                .toList();
        var held = kind == Kind.HOLDING_ITS_VOLUME && content != null ? cutOf : "";
        for (var volume : List.copyOf(volumes.keySet())) {
            if (!used.contains(volume) && !volume.equals(held)) {
                volumes.remove(volume);
                if (kind == Kind.INSIDE_ITS_VOLUME && volume.equals(cutOf)) {
                    snapshotData = null;
                }
            }
        }
    }

    private void deleteSnapshotData() {
        var clones = volumes.keySet().stream().anyMatch(volume -> !volume.equals(cutOf));
        if (content == null
                || content.getMetadata().getDeletionTimestamp() == null
                || (kind == Kind.HELD_BY_CLONES && clones)) {
            return;
        }
        content = null;
        snapshotData = null;
        if (kind == Kind.BELOW_ITS_CLONES) {
            volumes.replaceAll((volume, data) -> volume.equals(cutOf) ? data : "");
        }
    }
}
