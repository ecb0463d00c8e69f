package dev.headwater.e2e.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what the jobs of a plan have left. */
record AftermathGatherer(World world, JobRunner jobs) {
    private static final String SNAPSHOT_API = "snapshot.storage.k8s.io/v1";

    List<JobFacts> jobs(List<JobRunner.Ended> ended) {
        var runs = runs();
        return ended.stream()
                .map(job -> new JobFacts(job.job(), job.report(), Optional.ofNullable(runs.get(job.podUid()))))
                .toList();
    }

    /** Each job asks once, so each pod has one run at most. */
    private Map<String, RunFacts> runs() {
        return world.client().resources(BuildSnapshotRun.class).inNamespace(World.JOBS).list().getItems().stream()
                .filter(run -> run.getSpec().request().version().equals(jobs.version()))
                .collect(Collectors.toMap(run -> run.getSpec().pod().uid(), RunFacts::of));
    }

    /** Restores each of them, one batch after the other. */
    List<SnapshotFacts> snapshots() {
        var objects = world
                .client()
                .genericKubernetesResources(SNAPSHOT_API, "VolumeSnapshot")
                .inNamespace(World.VAULT)
                .list()
                .getItems()
                .stream()
                .filter(snapshot -> isOfPlan(record(snapshot)))
                .toList();
        var restorable = objects.stream()
                .filter(this::isRestorable)
                .map(AftermathGatherer::name)
                .toList();
        var contents = new Inspector(world).contents(restorable);
        return objects.stream()
                .map(snapshot -> facts(snapshot, restorable, contents))
                .toList();
    }

    private SnapshotFacts facts(
            GenericKubernetesResource snapshot, List<String> restorable, Map<String, Content> contents) {
        var record = record(snapshot);
        var name = name(snapshot);
        return new SnapshotFacts(
                name,
                record.path("key").asText(),
                record.path("lane").asText(),
                (int) (record.path("runId").asLong() - jobs.number()),
                Optional.ofNullable(record.path("parent").textValue()),
                restorable.contains(name),
                Optional.ofNullable(contents.get(name)));
    }

    List<HeadFacts> heads() {
        var heads = new ArrayList<HeadFacts>();
        for (var stream : world.client()
                .resources(BuildSnapshotStream.class)
                .inNamespace(World.JOBS)
                .list()
                .getItems()) {
            Stream.ofNullable(stream.getStatus())
                    .flatMap(status -> Stream.ofNullable(status.heads()))
                    .flatMap(List::stream)
                    .filter(head -> jobs.version().equals(head.version()))
                    .map(head -> new HeadFacts(stream.getSpec().key(), head.lane(), head.snapshot()))
                    .forEach(heads::add);
        }
        return heads;
    }

    private boolean isOfPlan(JsonNode record) {
        return record.path("version").asText().equals(jobs.version());
    }

    private static JsonNode record(GenericKubernetesResource snapshot) {
        var annotations = Objects.requireNonNullElse(snapshot.getMetadata().getAnnotations(), Map.<String, String>of());
        try {
            return new ObjectMapper().readTree(annotations.getOrDefault(Api.ANNOTATION_LINEAGE, "{}"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the record of snapshot " + name(snapshot) + " is no JSON", e);
        }
    }

    private boolean isRestorable(GenericKubernetesResource snapshot) {
        var content = snapshot.<String>get("status", "boundVolumeSnapshotContentName");
        return Boolean.TRUE.equals(snapshot.<Boolean>get("status", "readyToUse"))
                && !snapshot.isMarkedForDeletion()
                && content != null
                && isBoundBack(content, snapshot.getMetadata().getUid());
    }

    private boolean isBoundBack(String content, String snapshotUid) {
        var object = world.client()
                .genericKubernetesResources(SNAPSHOT_API, "VolumeSnapshotContent")
                .withName(content)
                .get();
        return object != null && snapshotUid.equals(object.<String>get("spec", "volumeSnapshotRef", "uid"));
    }

    private static String name(GenericKubernetesResource object) {
        return object.getMetadata().getName();
    }
}
