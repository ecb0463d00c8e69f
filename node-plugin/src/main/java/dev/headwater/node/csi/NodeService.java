package dev.headwater.node.csi;

import dev.headwater.csi.v1.NodeGetCapabilitiesRequest;
import dev.headwater.csi.v1.NodeGetCapabilitiesResponse;
import dev.headwater.csi.v1.NodeGetInfoRequest;
import dev.headwater.csi.v1.NodeGetInfoResponse;
import dev.headwater.csi.v1.NodeGrpc.NodeImplBase;
import dev.headwater.csi.v1.NodePublishVolumeRequest;
import dev.headwater.csi.v1.NodePublishVolumeResponse;
import dev.headwater.csi.v1.NodeUnpublishVolumeRequest;
import dev.headwater.csi.v1.NodeUnpublishVolumeResponse;
import dev.headwater.node.mount.BusyException;
import dev.headwater.node.walk.SlotEndpoint;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Publishing and unpublishing, as the kubelet asks for it. Every error is logged here and reaches the kubelet with a code that fits. */
public final class NodeService extends NodeImplBase {
    private static final Logger LOG = System.getLogger(NodeService.class.getName());

    private final String node;
    private final String vault;
    private final SlotEndpoint slots;

    /**
     * @param node name of this node
     * @param vault the namespace whose pods are keepers
     */
    public NodeService(String node, String vault, SlotEndpoint slots) {
        this.node = node;
        this.vault = vault;
        this.slots = slots;
    }

    private interface Call<T> {
        T answer() throws IOException;
    }

    @Override
    public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> answer) {
        serve(
                "NodeGetInfo",
                answer,
                () -> NodeGetInfoResponse.newBuilder().setNodeId(node).build());
    }

    @Override
    public void nodeGetCapabilities(
            NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> answer) {
        serve("NodeGetCapabilities", answer, NodeGetCapabilitiesResponse::getDefaultInstance);
    }

    @Override
    public void nodePublishVolume(NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> answer) {
        serve("NodePublishVolume", answer, () -> {
            var publish = PublishRequest.of(request, vault);
            slots.publish(publish.target(), publish.slot());
            LOG.log(
                    Level.INFO,
                    "published {0} for {1}/{2}",
                    publish.target(),
                    publish.slot().podNamespace(),
                    publish.slot().podName());
            return NodePublishVolumeResponse.getDefaultInstance();
        });
    }

    @Override
    public void nodeUnpublishVolume(
            NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> answer) {
        serve("NodeUnpublishVolume", answer, () -> {
            var target = PublishRequest.target(request.getTargetPath());
            slots.unpublish(target);
            LOG.log(Level.INFO, "unpublished {0}", target);
            return NodeUnpublishVolumeResponse.getDefaultInstance();
        });
    }

    private static <T> void serve(String method, StreamObserver<T> answer, Call<T> call) {
        T value;
        try {
            value = call.answer();
        } catch (StatusRuntimeException e) {
            LOG.log(Level.WARNING, "{0}: {1}", method, e.getMessage());
            answer.onError(e);
            return;
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, method + ": " + e.getMessage(), e);
            var code = e.getCause() instanceof BusyException ? Status.FAILED_PRECONDITION : Status.INTERNAL;
            answer.onError(code.withDescription(e.getMessage()).asRuntimeException());
            return;
        }
        answer.onNext(value);
        answer.onCompleted();
    }
}
