package dev.headwater.operator.api;

import static dev.headwater.operator.Given.VAULT;

import dev.headwater.operator.Given;
import dev.headwater.operator.kube.Role;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotStatusBuilder;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Storage, kubelet and snapshot controller, as far as a probe meets them; each acts when it is told to and sees that something is due. */
final class SmallStorage {
    private static final Set<Integer> PASSING =
            Set.of(HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND);

    /** What a snapshot is made of. */
    enum Kind {
        INDEPENDENT,
        INSIDE_ITS_VOLUME
    }

    private final KubernetesClient client;
    private final Map<String, String> written = new HashMap<>();
    private Kind kind;
    private Optional<String> data = Optional.empty();
    private long heard = -1;
    private boolean refused;

    SmallStorage(KubernetesClient client, Kind kind) {
        this.client = client;
        this.kind = kind;
    }

    void becomes(Kind changed) {
        kind = changed;
        heard = -1;
    }

    /** Everything of a probe but its ConfigMap. */
    List<HasMetadata> objects() {
        var found = new java.util.ArrayList<HasMetadata>();
        found.addAll(of(Pod.class));
        found.addAll(of(PersistentVolumeClaim.class));
        found.addAll(of(VolumeSnapshot.class));
        found.addAll(client.persistentVolumes().list().getItems());
        found.addAll(contents());
        return found;
    }

    /** Only when there is news: whatever is due, an object tells of. */
    void act() {
        var news = Sight.of(client)
                .news(
                        PersistentVolumeClaim.class,
                        Pod.class,
                        PersistentVolume.class,
                        VolumeSnapshot.class,
                        VolumeSnapshotContent.class);
        if (news == heard) {
            return;
        }
        heard = news;
        try {
            of(PersistentVolumeClaim.class).forEach(this::claim);
            of(Pod.class).forEach(this::run);
            client.persistentVolumes().list().getItems().forEach(this::volume);
            of(VolumeSnapshot.class).forEach(this::snapshot);
            contents().forEach(this::content);
        } catch (KubernetesClientException e) {
            if (!PASSING.contains(e.getCode())) {
                throw e;
            }
            heard = -1;
        }
    }

    private <R extends HasMetadata> List<R> of(Class<R> type) {
        return client.resources(type)
                .inNamespace(VAULT)
                .withLabel(dev.headwater.api.v1alpha1.Api.LABEL_ROLE, Role.PROBE.label())
                .list()
                .getItems();
    }

    private List<VolumeSnapshotContent> contents() {
        return client.resources(VolumeSnapshotContent.class).list().getItems().stream()
                .filter(content ->
                        content.getSpec().getVolumeSnapshotRef().getName().startsWith("probe-"))
                .toList();
    }

    private void claim(PersistentVolumeClaim claim) {
        var mounted = of(Pod.class).stream().anyMatch(pod -> mounts(pod, claim));
        if (claim.getMetadata().getDeletionTimestamp() != null) {
            if (!mounted) {
                release(claim);
            }
        } else if (mounted && claim.getSpec().getVolumeName() == null) {
            provision(claim);
        }
    }

    private static boolean mounts(Pod pod, PersistentVolumeClaim claim) {
        return pod.getSpec()
                .getVolumes()
                .getFirst()
                .getPersistentVolumeClaim()
                .getClaimName()
                .equals(claim.getMetadata().getName());
    }

    private void provision(PersistentVolumeClaim claim) {
        var restored = claim.getSpec().getDataSource() != null;
        if (restored && data.isEmpty()) {
            warn(claim);
            return;
        }
        var name = "pv-" + claim.getMetadata().getUid();
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .withCapacity(Map.of("storage", new Quantity("1Gi")))
                        .withNewCsi()
                        .withDriver(Given.DRIVER)
                        .withVolumeHandle(name)
                        .endCsi()
                        .withNewClaimRef()
                        .withNamespace(VAULT)
                        .withName(claim.getMetadata().getName())
                        .withUid(claim.getMetadata().getUid())
                        .endClaimRef()
                        .endSpec()
                        .build())
                .createOr(existing -> existing.update());
        written.put(name, restored ? data.orElseThrow() : "");
        client.resource(claim)
                .edit(known ->
                        known.edit().editSpec().withVolumeName(name).endSpec().build());
    }

    /** Whether a volume was asked for that cannot be made, and it was said so. */
    boolean hasRefused() {
        return refused;
    }

    private void warn(PersistentVolumeClaim claim) {
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(VAULT)
                        .withName("provisioning." + claim.getMetadata().getUid())
                        .endMetadata()
                        .withType("Warning")
                        .withReason("ProvisioningFailed")
                        .withMessage("rpc error: code = NotFound desc = There is no snapshot snap-1.")
                        .withNewInvolvedObject()
                        .withKind("PersistentVolumeClaim")
                        .withNamespace(VAULT)
                        .withName(claim.getMetadata().getName())
                        .withUid(claim.getMetadata().getUid())
                        .endInvolvedObject()
                        .build())
                .createOr(existing -> existing.update());
        refused = true;
    }

    private void run(Pod pod) {
        var claim = of(PersistentVolumeClaim.class).stream()
                .filter(known -> mounts(pod, known))
                .findFirst()
                .map(known -> known.getSpec().getVolumeName());
        if (claim.isEmpty() || !"Pending".equals(pod.getStatus().getPhase())) {
            return;
        }
        var pattern =
                pod.getSpec().getContainers().getFirst().getEnv().getFirst().getValue();
        if (pod.getMetadata().getName().endsWith("-writer")) {
            written.put(claim.get(), pattern);
        }
        var phase = pattern.equals(written.get(claim.get())) ? "Succeeded" : "Failed";
        client.resource(pod)
                .editStatus(known -> known.edit()
                        .editOrNewStatus()
                        .withPhase(phase)
                        .endStatus()
                        .build());
    }

    /** Goes with its claim, as the class says. */
    private void volume(PersistentVolume volume) {
        var claimed = of(PersistentVolumeClaim.class).stream()
                .anyMatch(claim -> claim.getMetadata()
                        .getUid()
                        .equals(volume.getSpec().getClaimRef().getUid()));
        if (!claimed) {
            client.resource(volume).delete();
            release(volume);
            if (kind == Kind.INSIDE_ITS_VOLUME
                    && volume.getSpec().getClaimRef().getName().endsWith("-source")) {
                data = Optional.empty();
            }
        }
    }

    private void snapshot(VolumeSnapshot snapshot) {
        if (snapshot.getStatus() != null && snapshot.getStatus().getReadyToUse()) {
            return;
        }
        var name = "snapcontent-" + snapshot.getMetadata().getUid();
        if (client.resources(VolumeSnapshotContent.class).withName(name).get() == null) {
            client.resource(content(snapshot, name)).create();
        }
        data = Optional.of(written.entrySet().stream()
                .filter(entry -> isSource(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(""));
        client.resource(snapshot).editStatus(known -> {
            known.setStatus(new VolumeSnapshotStatusBuilder()
                    .withBoundVolumeSnapshotContentName(name)
                    .withCreationTime(Instant.now().toString())
                    .withRestoreSize(new Quantity("1Gi"))
                    .withReadyToUse(true)
                    .build());
            return known;
        });
    }

    private static VolumeSnapshotContent content(VolumeSnapshot snapshot, String name) {
        return new VolumeSnapshotContentBuilder()
                .withNewMetadata()
                .withName(name)
                .withFinalizers("snapshot.storage.kubernetes.io/volumesnapshotcontent-bound-protection")
                .endMetadata()
                .withNewSpec()
                .withDeletionPolicy("Retain")
                .withDriver(Given.DRIVER)
                .withNewSource(null, "vol-1")
                .withNewVolumeSnapshotRef()
                .withNamespace(VAULT)
                .withName(snapshot.getMetadata().getName())
                .withUid(snapshot.getMetadata().getUid())
                .endVolumeSnapshotRef()
                .endSpec()
                .build();
    }

    private boolean isSource(String volume) {
        return Optional.ofNullable(client.persistentVolumes().withName(volume).get())
                .filter(found -> found.getSpec().getClaimRef().getName().endsWith("-source"))
                .isPresent();
    }

    /** The controller deletes it after its VolumeSnapshot where it is told to, and the sidecar lets it go. */
    private void content(VolumeSnapshotContent content) {
        var bound = of(VolumeSnapshot.class).stream()
                .anyMatch(snapshot -> snapshot.getMetadata()
                        .getUid()
                        .equals(content.getSpec().getVolumeSnapshotRef().getUid()));
        if (!bound && content.getSpec().getDeletionPolicy().equals("Delete")) {
            client.resource(content).delete();
            release(content);
            data = Optional.empty();
        }
    }

    private void release(HasMetadata object) {
        client.resource(object).edit(known -> {
            known.getMetadata().setFinalizers(List.of());
            return known;
        });
    }
}
