package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.stream.StreamFacts.Setup;
import java.util.Optional;

/**
 * What is wrong with a stream.
 *
 * @param sentence what it is and what to do, with a command where one does it
 */
record Complaint(StreamReason reason, String sentence) {

    /** The first thing that keeps the stream from being accepted. */
    static Optional<Complaint> of(StreamFacts facts) {
        return ofTwins(facts).or(() -> of(facts.setup(), facts.stream()));
    }

    private static Optional<Complaint> ofTwins(StreamFacts facts) {
        var name = facts.stream().getMetadata().getName();
        return facts.twins().stream()
                .min(StreamReader.PRECEDENCE)
                .map(first -> first.getMetadata().getName())
                .filter(first -> !first.equals(name))
                .map(first -> new Complaint(
                        StreamReason.Duplicate,
                        "The stream %s has the same repository, key and path and goes on serving; delete one of the two: kubectl delete bss %s -n %s"
                                .formatted(
                                        first,
                                        name,
                                        facts.stream().getMetadata().getNamespace())));
    }

    private static Optional<Complaint> of(Setup setup, BuildSnapshotStream stream) {
        return switch (setup) {
            case Setup.Sound _ -> Optional.empty();
            case Setup.PolicyMissing(var name) ->
                complaint(
                        StreamReason.UnknownPolicy,
                        "The policy %1$s does not exist in this namespace; create it, or correct policyRef: kubectl edit bss %2$s -n %3$s",
                        name,
                        stream.getMetadata().getName(),
                        stream.getMetadata().getNamespace());
            case Setup.StorageClassMissing(var name) ->
                complaint(
                        StreamReason.UnknownStorageClass,
                        "The policy names the StorageClass %s, which does not exist; create it, or name another one in spec.volume.storageClassName: kubectl get storageclass",
                        name);
            case Setup.NoDefaultStorageClass _ ->
                complaint(
                        StreamReason.NoDefaultStorageClass,
                        "The policy names no StorageClass and the cluster has no default; name one in spec.volume.storageClassName, or make one the default: kubectl annotate storageclass NAME storageclass.kubernetes.io/is-default-class=true");
            case Setup.ImmediateBinding(var name) ->
                complaint(
                        StreamReason.ImmediateBinding,
                        "The StorageClass %1$s binds volumes before their node is known, so that a job may not reach its volume. Make one that waits, and name it in spec.volume.storageClassName: kubectl get storageclass %1$s -o yaml | sed -e 's/^volumeBindingMode: .*/volumeBindingMode: WaitForFirstConsumer/' -e 's/^  name: .*/  name: %1$s-wait/' -e '/uid:/d;/resourceVersion:/d;/creationTimestamp:/d' | kubectl create -f -",
                        name);
            case Setup.SnapshotClassMissing(var name) ->
                complaint(
                        StreamReason.UnknownSnapshotClass,
                        "The policy names the VolumeSnapshotClass %s, which does not exist; create it, or name another one in spec.volume.volumeSnapshotClassName: kubectl get volumesnapshotclass",
                        name);
            case Setup.NoDefaultSnapshotClass(var driver) ->
                complaint(
                        StreamReason.NoDefaultSnapshotClass,
                        "The policy names no VolumeSnapshotClass and the driver %s has not exactly one default; name one in spec.volume.volumeSnapshotClassName, or make one the default: kubectl annotate volumesnapshotclass NAME snapshot.storage.kubernetes.io/is-default-class=true",
                        driver);
            case Setup.ForeignDriver(var storage, var driver, var snapshots, var other) ->
                complaint(
                        StreamReason.ForeignDriver,
                        "The StorageClass %s is of driver %s, the VolumeSnapshotClass %s of driver %s; name one of the same driver in spec.volume.volumeSnapshotClassName: kubectl get volumesnapshotclass",
                        storage,
                        driver,
                        snapshots,
                        other);
            case Setup.NoSnapshotApi _ ->
                complaint(
                        StreamReason.NoSnapshotApi,
                        "The cluster does not serve snapshot.storage.k8s.io/v1; install the CSI snapshot CRDs and controller: kubectl kustomize https://github.com/kubernetes-csi/external-snapshotter/client/config/crd | kubectl create -f -");
        };
    }

    private static Optional<Complaint> complaint(StreamReason reason, String sentence, Object... names) {
        return Optional.of(new Complaint(reason, sentence.formatted(names)));
    }
}
