package dev.headwater.node.runs;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.node.record.RunRecord;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parts of a run that the node plugin writes, as the API server should have them, built from the record alone. */
final class DesiredRun {
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    /** The request and, once there is one, its end. */
    static BuildSnapshotRun run(RunRecord record) {
        var run = new BuildSnapshotRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withNamespace(record.ask().namespace())
                .withName(record.ask().run())
                .withLabels(labels(record.spec().job()))
                .withAnnotations(record.ask().token() ? Map.of(Api.ANNOTATION_TOKEN, "Sent") : Map.of())
                .build());
        run.setSpec(record.spec());
        return run;
    }

    /** Whether the object does not yet know that the run was released. */
    static boolean owesRelease(RunRecord record, BuildSnapshotRun actual) {
        return record.spec().released() != null && actual.getSpec().released() == null;
    }

    static boolean owesAnswer(RunRecord record, BuildSnapshotRun actual) {
        return record.slot().answer() != null
                && Optional.ofNullable(actual.getStatus())
                        .map(RunStatus::slot)
                        .map(RunStatus.Slot::answer)
                        .isEmpty();
    }

    /** What {@code status} still lacks: all that this plugin writes there, in one piece. Empty where nothing is owed. */
    static Optional<GenericKubernetesResource> status(RunRecord record, BuildSnapshotRun actual) {
        var condition = attached(record);
        var known = Optional.ofNullable(actual.getStatus());
        var knownSlot = known.map(RunStatus::slot);
        var knownCondition = known.map(RunStatus::conditions).orElse(List.of()).stream()
                .filter(other -> ConditionType.Attached.name().equals(other.getType()))
                .findFirst();
        var slot = record.slot();
        var nothingYet = condition.isEmpty() && slot.unclean() == null && slot.rejected() == null;
        var allKnown = knownSlot.filter(record.slot()::equals).isPresent() && same(condition, knownCondition);
        if (nothingYet || allKnown) {
            return Optional.empty();
        }
        var status = new HashMap<String, Object>();
        status.put("slot", record.slot());
        condition.ifPresent(owed -> status.put("conditions", List.of(owed)));
        return Optional.of(fragment(record, status));
    }

    private static boolean same(Optional<Condition> owed, Optional<Condition> known) {
        return owed.map(Condition::getStatus).equals(known.map(Condition::getStatus))
                && owed.map(Condition::getReason).equals(known.map(Condition::getReason));
    }

    /** Condition Attached; absent until the job was answered. */
    private static Optional<Condition> attached(RunRecord record) {
        return record.answer().map(answer -> {
            var slot = record.slot();
            var visible = slot.attachedAt() != null && slot.detachedAt() == null;
            var left = slot.detachedAt();
            return new ConditionBuilder()
                    .withType(ConditionType.Attached.name())
                    .withStatus(visible ? "True" : "False")
                    .withReason(left != null ? "Detached" : answer.reason())
                    .withMessage(left != null ? "The job no longer has the volume." : answer.message())
                    .withLastTransitionTime(left != null ? left : answer.at())
                    .build();
        });
    }

    private static Map<String, String> labels(RunSpec.Job job) {
        var labels = new HashMap<String, String>();
        labels.put(Api.LABEL_WORKFLOW_RUN_ID, job.runId().toString());
        Optional.ofNullable(job.name())
                .filter(name -> LABEL_VALUE.matcher(name).matches())
                .ifPresent(name -> labels.put(Api.LABEL_JOB, name));
        return labels;
    }

    private static GenericKubernetesResource fragment(RunRecord record, Map<String, Object> status) {
        var resource = new GenericKubernetesResource();
        resource.setApiVersion(HasMetadata.getApiVersion(BuildSnapshotRun.class));
        resource.setKind(HasMetadata.getKind(BuildSnapshotRun.class));
        resource.setMetadata(new ObjectMetaBuilder()
                .withNamespace(record.ask().namespace())
                .withName(record.ask().run())
                .build());
        resource.setAdditionalProperty("status", status);
        return resource;
    }

    private DesiredRun() {}
}
