package dev.headwater.operator.storage;

import dev.headwater.operator.attempt.Warning;
import dev.headwater.operator.kube.SnapshotPairing;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what is known of a probe, from the API server itself: it is a matter of seconds, once for each set of classes. */
final class ProbeGatherer {
    private final KubernetesClient client;
    private final String vault;

    ProbeGatherer(KubernetesClient client, String vault) {
        this.client = client;
        this.vault = vault;
    }

    ProbeFacts gather(ConfigMap probe) {
        var journal = ProbeJournal.of(probe);
        var objects = objects(probe.getMetadata().getName());
        return new ProbeFacts(
                journal,
                objects,
                content(journal, Optional.ofNullable((VolumeSnapshot) objects.get(ProbePart.SNAPSHOT))),
                volume(journal),
                warnings(objects));
    }

    private Map<ProbePart, HasMetadata> objects(String probe) {
        var found = new EnumMap<ProbePart, HasMetadata>(ProbePart.class);
        for (var part : ProbePart.values()) {
            Optional.<HasMetadata>ofNullable(client.resources(type(part))
                            .inNamespace(vault)
                            .withName(part.of(probe))
                            .get())
                    .ifPresent(object -> found.put(part, object));
        }
        return found;
    }

    private static Class<? extends HasMetadata> type(ProbePart part) {
        return switch (part) {
            case WRITER, READER, REREADER -> Pod.class;
            case SOURCE, CLONE -> PersistentVolumeClaim.class;
            case SNAPSHOT -> VolumeSnapshot.class;
        };
    }

    /** As the snapshot controller names it from the start, or as the snapshot or the journal says. */
    private Optional<VolumeSnapshotContent> content(ProbeJournal journal, Optional<VolumeSnapshot> snapshot) {
        return snapshot.map(known -> SnapshotPairing.contentName(known)
                        .orElse("snapcontent-" + known.getMetadata().getUid()))
                .or(journal::content)
                .map(name -> client.resources(VolumeSnapshotContent.class)
                        .withName(name)
                        .get());
    }

    private ProbeFacts.Volume volume(ProbeJournal journal) {
        return journal.volume()
                        .map(name -> client.persistentVolumes().withName(name).get())
                        .isPresent()
                ? ProbeFacts.Volume.EXISTS
                : ProbeFacts.Volume.GONE;
    }

    private List<Warning> warnings(Map<ProbePart, HasMetadata> objects) {
        var uids = objects.values().stream()
                .map(object -> object.getMetadata().getUid())
                .collect(Collectors.toSet());
        return uids.isEmpty() ? List.of() : warnings(uids);
    }

    private List<Warning> warnings(Set<String> uids) {
        return client.v1().events().inNamespace(vault).withField("type", "Warning").list().getItems().stream()
                .filter(event -> uids.contains(event.getInvolvedObject().getUid()))
                .map(event -> new Warning(
                        Objects.requireNonNullElse(event.getReason(), ""),
                        Objects.requireNonNullElse(event.getMessage(), "")))
                .toList();
    }
}
