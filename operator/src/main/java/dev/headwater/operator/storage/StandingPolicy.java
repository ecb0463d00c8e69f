package dev.headwater.operator.storage;

import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.operator.storage.ProbeJournal.Verdict;
import dev.headwater.operator.storage.Standing.Probe;
import java.util.Optional;
import java.util.Set;

/** What follows from the classes, and from the probe of them. */
final class StandingPolicy {

    /**
     * @param trusted drivers whose classes need no probe
     * @param probe that of these classes, where there is one
     * @param vault namespace of the probe
     */
    static Standing of(Setup setup, Set<String> trusted, Optional<ProbeJournal> probe, String vault) {
        return switch (setup) {
            case Setup.Sound(var classes) ->
                trusted.contains(classes.driver()) ? new Standing.Accepted() : proven(classes, probe, vault);
            case Setup.StorageClassMissing(var name) ->
                refused(
                        StreamReason.UnknownStorageClass,
                        "The policy names the StorageClass %s, which does not exist; create it, or name another one in spec.volume.storageClassName: kubectl get storageclass",
                        name);
            case Setup.RestoreClassMissing(var name) ->
                refused(
                        StreamReason.UnknownStorageClass,
                        "The policy names the StorageClass %s, which does not exist; create it, or name another one in spec.volume.restoreStorageClassName: kubectl get storageclass",
                        name);
            case Setup.NoDefaultStorageClass _ ->
                refused(
                        StreamReason.NoDefaultStorageClass,
                        "The policy names no StorageClass and the cluster has no default; name one in spec.volume.storageClassName, or make one the default: kubectl annotate storageclass NAME storageclass.kubernetes.io/is-default-class=true");
            case Setup.ImmediateBinding(var name) ->
                refused(
                        StreamReason.ImmediateBinding,
                        "The StorageClass %1$s binds volumes before their node is known, so that a job may not reach its volume. Make one that waits, and name it in spec.volume.storageClassName: kubectl get storageclass %1$s -o yaml | sed -e 's/^volumeBindingMode: .*/volumeBindingMode: WaitForFirstConsumer/' -e 's/^  name: .*/  name: %1$s-wait/' -e '/uid:/d;/resourceVersion:/d;/creationTimestamp:/d' | kubectl create -f -",
                        name);
            case Setup.RetainedVolumes(var name) ->
                refused(
                        StreamReason.RetainedVolumes,
                        "The StorageClass %1$s keeps volumes whose claims are deleted, so that each job would leave one behind. Make one that deletes them, and name it in the policy's spec.volume: kubectl get storageclass %1$s -o yaml | sed -e 's/^reclaimPolicy: .*/reclaimPolicy: Delete/' -e 's/^  name: .*/  name: %1$s-delete/' -e '/uid:/d;/resourceVersion:/d;/creationTimestamp:/d' | kubectl create -f -",
                        name);
            case Setup.SnapshotClassMissing(var name) ->
                refused(
                        StreamReason.UnknownSnapshotClass,
                        "The policy names the VolumeSnapshotClass %s, which does not exist; create it, or name another one in spec.volume.volumeSnapshotClassName: kubectl get volumesnapshotclass",
                        name);
            case Setup.NoDefaultSnapshotClass(var driver) ->
                refused(
                        StreamReason.NoDefaultSnapshotClass,
                        "The policy names no VolumeSnapshotClass and the driver %s has not exactly one default; name one in spec.volume.volumeSnapshotClassName, or make one the default: kubectl annotate volumesnapshotclass NAME snapshot.storage.kubernetes.io/is-default-class=true",
                        driver);
            case Setup.ForeignDriver(var storage, var driver, var snapshots, var other) ->
                refused(
                        StreamReason.ForeignDriver,
                        "The StorageClass %s is of driver %s, the VolumeSnapshotClass %s of driver %s; name one of the same driver in spec.volume.volumeSnapshotClassName: kubectl get volumesnapshotclass",
                        storage,
                        driver,
                        snapshots,
                        other);
            case Setup.ForeignRestoreClass(var storage, var driver, var restore, var other) ->
                refused(
                        StreamReason.ForeignDriver,
                        "The StorageClass %s is of driver %s, the StorageClass %s for restored volumes of driver %s; name one of the same driver in spec.volume.restoreStorageClassName: kubectl get storageclass",
                        storage,
                        driver,
                        restore,
                        other);
            case Setup.NoSnapshotApi _ ->
                refused(
                        StreamReason.NoSnapshotApi,
                        "The cluster does not serve snapshot.storage.k8s.io/v1; install the CSI snapshot CRDs and controller: kubectl kustomize https://github.com/kubernetes-csi/external-snapshotter/client/config/crd | kubectl create -f -");
        };
    }

    private static Standing proven(ClassSet classes, Optional<ProbeJournal> probe, String vault) {
        return probe.flatMap(ProbeJournal::verdict)
                .map(verdict -> kept(classes, verdict, vault))
                .orElseGet(() -> new Standing.Unproven(
                        classes,
                        probe.isPresent() ? Probe.UNDER_WAY : Probe.TO_BE_ASKED_FOR,
                        "Jobs are served; what they save is cut as soon as a probe has shown that snapshots of %s stand alone.%s"
                                .formatted(
                                        classes.text(),
                                        probe.map(StandingPolicy::obstacle).orElse(""))));
    }

    private static Standing kept(ClassSet classes, Verdict verdict, String vault) {
        return switch (verdict.outcome()) {
            case Independent -> new Standing.Accepted();
            case Dependent ->
                refused(
                        StreamReason.ClassNotIndependent,
                        "Nothing is saved, because snapshots of %s do not stand alone. %s Name classes of a driver whose snapshots do in the policy's spec.volume; to probe again after a change of the driver: kubectl delete configmap %s -n %s",
                        classes.text(),
                        verdict.sentence(),
                        classes.probe(),
                        vault);
        };
    }

    private static String obstacle(ProbeJournal probe) {
        return probe.obstacle()
                .map(sentence -> " The last attempt came to nothing, and it is tried again: " + sentence)
                .orElse("");
    }

    private static Standing refused(StreamReason reason, String sentence, Object... names) {
        return new Standing.Refused(reason, sentence.formatted(names));
    }

    private StandingPolicy() {}
}
