package dev.headwater.node.csi;

import dev.headwater.csi.v1.NodePublishVolumeRequest;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.slot.SlotTarget;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/** A request to publish, read strictly: attributes that pod authors choose carry no authority and are not looked at. */
record PublishRequest(SlotTarget target, SlotRecord slot) {
    private static final String EPHEMERAL = "csi.storage.k8s.io/ephemeral";
    private static final String POD_NAME = "csi.storage.k8s.io/pod.name";
    private static final String POD_NAMESPACE = "csi.storage.k8s.io/pod.namespace";
    private static final String POD_UID = "csi.storage.k8s.io/pod.uid";

    /**
     * @param vault the namespace whose pods are keepers
     * @throws StatusRuntimeException INVALID_ARGUMENT with a sentence
     */
    static PublishRequest of(NodePublishVolumeRequest request, String vault) {
        var target = target(request.getTargetPath());
        if (!"true".equals(request.getVolumeContextMap().get(EPHEMERAL))) {
            throw invalid("headwater.dev serves inline volumes of pods only, no persistent volumes");
        }
        if (request.getVolumeCapability().hasBlock()) {
            throw invalid("a slot is a directory; it cannot be a block device");
        }
        if (request.getReadonly()) {
            throw invalid("a slot cannot be readOnly: requests are written to it");
        }
        if (!context(request, POD_UID).equals(target.podUid())) {
            throw invalid("the target path belongs to another pod than the one in the volume context");
        }
        var namespace = context(request, POD_NAMESPACE);
        var kind = namespace.equals(vault) ? SlotRecord.Kind.KEEPER : SlotRecord.Kind.SLOT;
        return new PublishRequest(
                target,
                new SlotRecord(
                        target.path(),
                        kind,
                        namespace,
                        context(request, POD_NAME),
                        target.podUid(),
                        target.volume(),
                        null));
    }

    /** @throws StatusRuntimeException INVALID_ARGUMENT for any path but one of a pod's inline volume */
    static SlotTarget target(String path) {
        return SlotTarget.parse(path)
                .orElseThrow(() -> invalid(
                        "the target path is not <kubelet root>/pods/<uid>/volumes/kubernetes.io~csi/<name>/mount"));
    }

    private static String context(NodePublishVolumeRequest request, String key) {
        return Optional.ofNullable(request.getVolumeContextMap().get(key))
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> invalid("the volume context lacks " + key + "; CSIDriver needs podInfoOnMount"));
    }

    private static StatusRuntimeException invalid(String sentence) {
        return Status.INVALID_ARGUMENT.withDescription(sentence).asRuntimeException();
    }
}
