package dev.headwater.operator.run;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.attempt.Warning;
import dev.headwater.operator.capture.CaptureStep;
import dev.headwater.operator.capture.DesiredSnapshot;
import dev.headwater.operator.keeper.DesiredKeeper;
import dev.headwater.operator.keeper.KeeperSettings;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;
import dev.headwater.operator.restore.Candidates;
import dev.headwater.operator.restore.RestoreFacts;
import dev.headwater.operator.restore.Source;
import dev.headwater.operator.restore.StreamMatch;
import dev.headwater.operator.save.Grounds;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.status.RunJournal;
import dev.headwater.operator.storage.Standing;
import dev.headwater.operator.trust.Attestation;
import dev.headwater.operator.volume.DesiredClaim;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster in a nutshell: one run, its objects, and everybody who touches them, one small action at a time. */
final class World {
    /** What somebody other than the operator does; an action that does not fit the moment does nothing. */
    enum Action {
        NOTHING,
        BIND_CLAIM,
        ATTACH,
        ASK_TO_SAVE,
        ASK_TO_SKIP,
        END_SLOT,
        ANSWER_WITH_SCRATCH,
        SEAL,
        UNSTAGE,
        FIND_UNCLEAN,
        FINISH_KEEPER,
        FINISH_CLAIM,
        BIND_SNAPSHOT,
        CUT,
        READY,
        LOSE_RUN,
        LOSE_NODE,
        WAIT_A_MINUTE,
        DELETE_CLAIM_BY_HAND,
        DELETE_KEEPER_BY_HAND,
        DELETE_NEWEST_CANDIDATE,
        FAIL_TO_MOUNT,
        FAIL_TO_ATTACH,
        REJECT
    }

    private static final Set<Action> OF_THE_NODE = EnumSet.of(
            Action.ATTACH,
            Action.ASK_TO_SAVE,
            Action.ASK_TO_SKIP,
            Action.END_SLOT,
            Action.ANSWER_WITH_SCRATCH,
            Action.SEAL,
            Action.UNSTAGE,
            Action.FIND_UNCLEAN,
            Action.REJECT);

    private static final KeeperSettings KEEPERS = new KeeperSettings(
            "keeper", "Never", List.of(), Optional.empty(), new Quantity("512Mi"), Duration.ofHours(24));

    PolicySettings settings = PolicySettings.DEFAULT;
    final List<RunStatus.Restore> decisions = new ArrayList<>();
    BuildSnapshotRun run = Given.run(Given.spec("refs/heads/main", 5));
    Instant now = Given.START;
    RunStatus.Slot slot = new RunStatus.Slot(null, null, null, null, null, null, null, null, null, null);

    @Nullable
    PersistentVolumeClaim claim;

    @Nullable
    Pod keeper;

    @Nullable
    VolumeSnapshot snapshot;

    @Nullable
    VolumeSnapshotContent content;

    /** Its plugin says nothing any more; the cluster removes its pods. */
    boolean nodeLost;

    int snapshotsTaken;
    int keepersMade;

    Standing standing = new Standing.Accepted();

    /** Snapshots of the stream. */
    final List<Snapshot> candidates = new ArrayList<>();

    /** What the cluster says of the present claim and keeper. */
    final List<Warning> warnings = new ArrayList<>();

    /** The operator looks and takes one step; a lost step is one before whose write it was killed. */
    RunStep step(boolean lost) {
        var step = RunPolicy.next(facts(), now);
        if (!lost) {
            apply(step);
        }
        return step;
    }

    boolean isComplete() {
        return RunPolicy.isOver(run);
    }

    RunStatus status() {
        return run.getStatus();
    }

    private Candidates among(Set<String> broken) {
        var own = new Source(
                StreamIdentity.of(Given.NAMESPACE, run.getSpec()), StreamRules.NONE, List.copyOf(candidates));
        return new Candidates(List.of(own), Optional.empty(), TrustLevel.Latched, broken);
    }

    private RunFacts facts() {
        var status = Optional.ofNullable(run.getStatus());
        var pod = nodeLost ? new JobPod.GoneWithNode() : new JobPod.Present(Given.jobPod());
        var over = run.getSpec().released() != null;
        var undecided = status.map(RunStatus::restore).isEmpty();
        var match = StreamMatch.Serves.of(Given.stream("function-a", "2026-01-01T00:00:00Z"), settings);
        return new RunFacts(
                run,
                RunGatherer.dependsOnPod(run.getSpec(), status, Optional.ofNullable(keeper))
                        ? pod
                        : new JobPod.Unread(),
                Optional.ofNullable(claim),
                Optional.ofNullable(keeper),
                Optional.ofNullable(snapshot),
                Optional.ofNullable(content),
                List.copyOf(warnings),
                LimitPolicy.Company.NONE,
                undecided && !over && claim == null && (keeper == null || !tried(status))
                        ? Optional.of(
                                new RestoreFacts(Given.NAMESPACE, run.getSpec(), pod, match, among(broken(status))))
                        : Optional.empty(),
                !undecided && claim == null
                        ? Optional.of(new RunFacts.Ingredients(Optional.of(settings), source(status)))
                        : Optional.empty(),
                Optional.of(standing),
                Optional.of(grounds()),
                Optional.empty());
    }

    private Grounds grounds() {
        return new Grounds(
                new Grounds.Stream.Open(),
                settings.within("main").save(),
                new Attestation(TrustLevel.Latched, Optional.empty()),
                Optional.empty());
    }

    /** The node had bound the volume before it heard that the attempt was over. */
    void attachLate() {
        slot(new RunStatus.Slot(null, now.toString(), null, null, null, null, null, null, null, null));
    }

    Set<String> broken() {
        return broken(Optional.ofNullable(run.getStatus()));
    }

    private static boolean tried(Optional<RunStatus> status) {
        return status.map(RunStatus::attempts)
                .filter(attempts -> !attempts.isEmpty())
                .isPresent();
    }

    private static Set<String> broken(Optional<RunStatus> status) {
        return status.map(RunStatus::attempts).orElse(List.of()).stream()
                .filter(attempt -> attempt.failure().equals("CandidateBroken"))
                .flatMap(attempt -> Stream.ofNullable(attempt.snapshot()))
                .collect(Collectors.toSet());
    }

    private Optional<Snapshot> source(Optional<RunStatus> status) {
        var chosen = status.map(RunStatus::restore).map(RunStatus.Restore::snapshot);
        return candidates.stream()
                .filter(candidate -> chosen.filter(candidate.name()::equals).isPresent())
                .findFirst();
    }

    private void apply(RunStep step) {
        switch (step) {
            case RunStep.MakeClaim(var record, var volume, var source) ->
                claim = claim == null ? DesiredClaim.of(run, Given.VAULT, record, volume, source) : claim;
            case RunStep.MakeKeeper(var job, var attempt, var arguments) -> {
                keeper = DesiredKeeper.of(run, Given.VAULT, job, attempt, arguments, KEEPERS);
                keeper.getMetadata().setUid("keeper-" + keepersMade++);
                keeper.setStatus(new PodStatus());
            }
            case RunStep.DeleteKeeper _ -> {
                keeper.getMetadata().setDeletionTimestamp(now.toString());
                warnings.clear();
            }
            case RunStep.DeleteClaim _ -> claim.getMetadata().setDeletionTimestamp(now.toString());
            case RunStep.AskForProbe(var classes) ->
                standing = new Standing.Unproven(classes, Standing.Probe.UNDER_WAY, "It is looked at.");
            case RunStep.DropSnapshot _ -> snapshot = null;
            case RunStep.Capture(CaptureStep.Take _) -> {
                snapshot = DesiredSnapshot.of(run, Given.VAULT, new Lane.Branch("main"), Optional.empty());
                snapshot.getMetadata().setUid("snapshot-uid");
                snapshotsTaken++;
            }
            case RunStep.Capture(CaptureStep.Prove(var _, var lineage)) -> annotate(Api.ANNOTATION_LINEAGE, lineage);
            case RunStep.Capture(CaptureStep.Poll _) -> annotate(Api.ANNOTATION_POLLED_AT, now.toString());
            default -> {
                var journal = JournalEntry.after(RunJournal.of(run.getStatus()), run.getSpec(), step, now);
                write(journal.toStatus());
                if (step instanceof RunStep.Decide(var _, var restore, var _)) {
                    decisions.add(restore);
                }
            }
        }
    }

    private void annotate(String name, String value) {
        content = content.edit()
                .editMetadata()
                .addToAnnotations(name, value)
                .endMetadata()
                .build();
    }

    /** As server-side apply does: each writer's part stays. */
    private void write(RunStatus operators) {
        run.setStatus(new RunStatus(
                operators.stream(),
                operators.lane(),
                slot,
                operators.restore(),
                operators.volume(),
                operators.save(),
                operators.conditions(),
                operators.attempts(),
                operators.proofs()));
    }

    private void slot(RunStatus.Slot changed) {
        slot = changed;
        write(RunJournal.of(run.getStatus()).toStatus());
    }

    void act(Action action) {
        if (!(nodeLost && OF_THE_NODE.contains(action))) {
            happens(action);
        }
    }

    private void happens(Action action) {
        var released = run.getSpec().released() != null;
        var attached = slot.attachedAt() != null;
        switch (action) {
            case NOTHING -> {}
            case BIND_CLAIM -> {
                if (claim != null && keeper != null) {
                    claim.getSpec().setVolumeName("pv");
                }
            }
            case ATTACH -> {
                var ready = run.getStatus() != null && run.getStatus().volume() != null;
                if (ready
                        && !released
                        && !attached
                        && keeper != null
                        && !isDeleting(keeper)
                        && keeper.getMetadata()
                                .getUid()
                                .equals(run.getStatus().volume().keeperUid())
                        && slot.rejected() == null
                        && !Conditions.isFalse(run.getStatus().conditions(), ConditionType.Restored)) {
                    slot(new RunStatus.Slot(null, now.toString(), null, null, null, null, null, null, null, null));
                }
            }
            case ASK_TO_SAVE ->
                release(attached, RunSpec.Cause.Step, new RunSpec.Save(RunSpec.Wish.Save, "asked", null));
            case ASK_TO_SKIP ->
                release(attached, RunSpec.Cause.Step, new RunSpec.Save(RunSpec.Wish.Skip, "asked", null));
            case END_SLOT -> release(true, RunSpec.Cause.SlotEnded, null);
            case ANSWER_WITH_SCRATCH -> release(!attached, RunSpec.Cause.Answered, null);
            case SEAL -> {
                if (run.getSpec().save() != null && keeper != null && slot.sealed() == null) {
                    slot(with(
                            new RunStatus.Sealed(
                                    "Done",
                                    null,
                                    null,
                                    null,
                                    null,
                                    now.toString(),
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null),
                            null,
                            null));
                }
            }
            case UNSTAGE -> {
                if (released && attached && keeper == null && slot.unstagedAt() == null && slot.unclean() == null) {
                    slot(with(slot.sealed(), now.toString(), null));
                }
            }
            case FIND_UNCLEAN -> {
                if (attached && slot.unstagedAt() == null) {
                    slot(with(slot.sealed(), null, "the node restarted"));
                }
            }
            case FINISH_KEEPER -> keeper = isDeleting(keeper) ? null : keeper;
            case FINISH_CLAIM -> claim = isDeleting(claim) && keeper == null && !pinned() ? null : claim;
            case BIND_SNAPSHOT -> {
                if (snapshot != null && !isBound() && claim != null) {
                    content = content(snapshot);
                    status(false, false);
                }
            }
            case CUT -> {
                if (isBound() && snapshot.getStatus().getCreationTime() == null) {
                    status(true, false);
                }
            }
            case READY -> {
                if (isBound() && snapshot.getStatus().getCreationTime() != null) {
                    status(true, true);
                }
            }
            case LOSE_RUN -> {
                if (!isComplete()) {
                    run.setStatus(null);
                    run.getMetadata().setCreationTimestamp(now.toString());
                    write(RunJournal.of(null).toStatus());
                }
            }
            case LOSE_NODE -> {
                nodeLost = true;
                keeper = null;
            }
            case WAIT_A_MINUTE -> now = now.plusSeconds(60);
            case DELETE_CLAIM_BY_HAND -> delete(claim);
            case DELETE_KEEPER_BY_HAND -> delete(keeper);
            case DELETE_NEWEST_CANDIDATE -> {
                if (!candidates.isEmpty()) {
                    candidates.removeLast();
                }
            }
            case FAIL_TO_MOUNT -> warnings.add(new Warning("FailedMount", "mount: bad superblock on /dev/loop7"));
            case FAIL_TO_ATTACH -> warnings.add(new Warning("FailedAttachVolume", "code = ResourceExhausted"));
            case REJECT -> {
                if (keeper != null
                        && !attached
                        && run.getStatus() != null
                        && run.getStatus().restore() != null) {
                    var uid = keeper.getMetadata().getUid();
                    slot(new RunStatus.Slot(
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            new RunStatus.Rejected(uid, "RecordMismatch", "Another stream's.", now.toString())));
                }
            }
        }
    }

    private void delete(@Nullable HasMetadata object) {
        if (object != null && !isDeleting(object)) {
            object.getMetadata().setDeletionTimestamp(now.toString());
        }
    }

    private void release(boolean fits, RunSpec.Cause cause, RunSpec.@Nullable Save save) {
        if (fits && run.getSpec().released() == null) {
            run.setSpec(Given.released(run.getSpec(), cause, save, now));
        }
    }

    private RunStatus.Slot with(
            RunStatus.@Nullable Sealed sealed, @Nullable String unstagedAt, @Nullable String unclean) {
        return new RunStatus.Slot(
                null, slot.attachedAt(), null, null, null, slot.attachedAt(), sealed, unstagedAt, unclean, null);
    }

    private void status(boolean cut, boolean ready) {
        snapshot.setStatus(new VolumeSnapshotStatusBuilder()
                .withBoundVolumeSnapshotContentName("content")
                .withCreationTime(cut ? now.toString() : null)
                .withReadyToUse(ready)
                .build());
    }

    private static VolumeSnapshotContent content(VolumeSnapshot snapshot) {
        return new VolumeSnapshotContentBuilder()
                .withNewMetadata()
                .withName("content")
                .endMetadata()
                .withNewSpec()
                .withNewVolumeSnapshotRef()
                .withUid(snapshot.getMetadata().getUid())
                .endVolumeSnapshotRef()
                .endSpec()
                .build();
    }

    /** A snapshot that was made again after its run was lost is not, though the content of the first one is still there. */
    private boolean isBound() {
        return snapshot != null && content != null && snapshot.getStatus() != null;
    }

    /** The snapshot controller keeps a claim whose snapshot is not ready. */
    private boolean pinned() {
        return snapshot != null
                && (snapshot.getStatus() == null || !snapshot.getStatus().getReadyToUse());
    }

    private static boolean isDeleting(@Nullable HasMetadata object) {
        return object != null && object.getMetadata().getDeletionTimestamp() != null;
    }
}
