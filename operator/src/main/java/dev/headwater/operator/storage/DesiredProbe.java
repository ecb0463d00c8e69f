package dev.headwater.operator.storage;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.kube.Role;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The objects of a probe. All of them go with its ConfigMap, and that with the release: none holds anybody's data. */
final class DesiredProbe {
    private static final Quantity SIZE = new Quantity("1Gi");

    /** Nobody's uid in particular; the file system belongs to its group, so that no pod has to be root. */
    private static final long UID = 65532;

    /** Written through to the storage, because the pod may end on another node than it is read. */
    private static final String WRITE = "umask 077; printf %s \"$PATTERN\" > /volume/probe && sync /volume/probe";

    private static final String READ = "[ \"$(cat /volume/probe)\" = \"$PATTERN\" ] || exit " + ProbePod.MISREAD_CODE;

    /** Whose the probe is, and what it is about; nothing is known yet. */
    static ConfigMap request(ClassSet classes, String vault, Optional<HasMetadata> release) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(classes.probe(), vault, release))
                .withData(about(classes))
                .build();
    }

    /** The same ConfigMap with what the journal says now. */
    static ConfigMap kept(ConfigMap before, ProbeJournal journal, Map<String, String> more) {
        var data = new LinkedHashMap<>(about(classes(before)));
        data.putAll(journal.data());
        data.putAll(more);
        return before.edit()
                .withData(data)
                .withImmutable(journal.verdict().isPresent() ? true : null)
                .build();
    }

    /** The classes that a probe is about. */
    static ClassSet classes(ConfigMap probe) {
        var data = probe.getData();
        return new ClassSet(
                data.getOrDefault("driver", ""),
                named(data, "storageClass"),
                named(data, "restoreStorageClass"),
                named(data, "volumeSnapshotClass"));
    }

    private static ClassSet.Named named(Map<String, String> data, String key) {
        return new ClassSet.Named(data.getOrDefault(key, ""), data.getOrDefault(key + "Uid", ""));
    }

    private static Map<String, String> about(ClassSet classes) {
        var data = new LinkedHashMap<String, String>();
        data.put("driver", classes.driver());
        put(data, "storageClass", classes.storage());
        put(data, "restoreStorageClass", classes.restore());
        put(data, "volumeSnapshotClass", classes.snapshot());
        return data;
    }

    private static void put(Map<String, String> data, String key, ClassSet.Named named) {
        data.put(key, named.name());
        data.put(key + "Uid", named.uid());
    }

    /** One of its objects. */
    static HasMetadata of(ProbePart part, ConfigMap probe, ProbeFacts facts, ProbeSettings settings) {
        var metadata = metadata(
                part.of(probe.getMetadata().getName()), probe.getMetadata().getNamespace(), Optional.of(probe));
        var classes = classes(probe);
        return switch (part) {
            case SOURCE -> claim(metadata, classes.storage().name(), SIZE, Optional.empty());
            case CLONE ->
                claim(metadata, classes.restore().name(), size(facts), Optional.of(name(probe, ProbePart.SNAPSHOT)));
            case SNAPSHOT ->
                new VolumeSnapshotBuilder()
                        .withMetadata(metadata)
                        .withNewSpec()
                        .withVolumeSnapshotClassName(classes.snapshot().name())
                        .withNewSource()
                        .withPersistentVolumeClaimName(name(probe, ProbePart.SOURCE))
                        .endSource()
                        .endSpec()
                        .build();
            case WRITER -> pod(metadata, WRITE, name(probe, ProbePart.SOURCE), pattern(probe, facts), settings);
            case READER, REREADER -> pod(metadata, READ, name(probe, ProbePart.CLONE), pattern(probe, facts), settings);
        };
    }

    private static String name(ConfigMap probe, ProbePart part) {
        return part.of(probe.getMetadata().getName());
    }

    /** Of this attempt alone, so that nothing that an earlier one wrote is taken for it. */
    private static String pattern(ConfigMap probe, ProbeFacts facts) {
        return probe.getMetadata().getUid() + " " + facts.journal().begunAt().orElseThrow();
    }

    private static Quantity size(ProbeFacts facts) {
        return facts.snapshot()
                .flatMap(snapshot -> Optional.ofNullable(snapshot.getStatus()))
                .flatMap(status -> Optional.ofNullable(status.getRestoreSize()))
                .filter(least -> least.getNumericalAmount().compareTo(SIZE.getNumericalAmount()) > 0)
                .orElse(SIZE);
    }

    private static HasMetadata claim(
            ObjectMeta metadata, String storageClass, Quantity size, Optional<String> snapshot) {
        return new PersistentVolumeClaimBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withVolumeMode("Filesystem")
                .withStorageClassName(storageClass)
                .withNewResources()
                .withRequests(Map.of("storage", size))
                .endResources()
                .withDataSource(snapshot.map(name -> new TypedLocalObjectReferenceBuilder()
                                .withApiGroup("snapshot.storage.k8s.io")
                                .withKind("VolumeSnapshot")
                                .withName(name)
                                .build())
                        .orElse(null))
                .endSpec()
                .build();
    }

    /** Runs wherever the scheduler puts it: the first one decides the zone, the others follow the volume. */
    private static HasMetadata pod(
            ObjectMeta metadata, String script, String claim, String pattern, ProbeSettings settings) {
        return new PodBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(1L)
                .withImagePullSecrets(settings.pullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(UID)
                .withRunAsGroup(UID)
                .withFsGroup(UID)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("probe")
                .withImage(settings.image())
                .withImagePullPolicy(settings.pullPolicy())
                .withCommand("/bin/sh", "-c", script)
                .withEnv(new EnvVarBuilder()
                        .withName("PATTERN")
                        .withValue(pattern)
                        .build())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewResources()
                .addToRequests("cpu", new Quantity("1m"))
                .addToRequests("memory", new Quantity("8Mi"))
                .addToLimits("memory", new Quantity("32Mi"))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .addToDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withVolumeMounts(new VolumeMountBuilder()
                        .withName("volume")
                        .withMountPath("/volume")
                        .build())
                .endContainer()
                .addNewVolume()
                .withName("volume")
                .withNewPersistentVolumeClaim(claim, false)
                .endVolume()
                .endSpec()
                .build();
    }

    private static ObjectMeta metadata(String name, String vault, Optional<? extends HasMetadata> owner) {
        return new ObjectMetaBuilder()
                .withNamespace(vault)
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", "headwater")
                .addToLabels(Api.LABEL_ROLE, Role.PROBE.label())
                .withOwnerReferences(owner.map(DesiredProbe::reference).stream().toList())
                .build();
    }

    private static OwnerReference reference(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .build();
    }

    private DesiredProbe() {}
}
