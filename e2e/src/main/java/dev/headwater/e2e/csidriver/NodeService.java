package dev.headwater.e2e.csidriver;

import dev.headwater.csi.v1.*;
import dev.headwater.csi.v1.NodeGrpc.NodeImplBase;
import dev.headwater.csi.v1.NodeServiceCapability.RPC;
import dev.headwater.e2e.csidriver.host.Devices;
import dev.headwater.e2e.csidriver.host.FileSystem;
import dev.headwater.e2e.csidriver.host.Loop;
import dev.headwater.e2e.csidriver.host.Mounts;
import dev.headwater.e2e.csidriver.host.Usage;
import dev.headwater.e2e.csidriver.state.Behaviour.Attach;
import dev.headwater.e2e.csidriver.state.BlockVolume;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The node's door: what the kubelet asks. One operation per volume at a time; a second one is ABORTED, as on EBS. */
final class NodeService extends NodeImplBase {
    private final Cloud cloud;
    private final Options options;
    private final Devices devices;
    private final Mounts mounts;
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    NodeService(Cloud cloud, Options options, Devices devices, Mounts mounts) {
        this.cloud = cloud;
        this.options = options;
        this.devices = devices;
        this.mounts = mounts;
    }

    @Override
    public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> answer) {
        Answer.with(
                answer,
                () -> NodeGetInfoResponse.newBuilder()
                        .setNodeId(options.nodeId())
                        .setMaxVolumesPerNode(cloud.behaviour().limits().of(options.nodeId()))
                        .setAccessibleTopology(Messages.topology(options.zone()))
                        .build());
    }

    @Override
    public void nodeGetCapabilities(
            NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> answer) {
        Answer.with(
                answer,
                () -> NodeGetCapabilitiesResponse.newBuilder()
                        .addAllCapabilities(Stream.of(
                                        RPC.Type.STAGE_UNSTAGE_VOLUME,
                                        RPC.Type.GET_VOLUME_STATS,
                                        RPC.Type.EXPAND_VOLUME)
                                .map(t -> NodeServiceCapability.newBuilder()
                                        .setRpc(RPC.newBuilder().setType(t))
                                        .build())
                                .toList())
                        .build());
    }

    @Override
    public void nodeStageVolume(NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> answer) {
        Answer.with(answer, () -> {
            String id = Answer.required(request.getVolumeId(), "volume_id");
            Path staging = Path.of(Answer.required(request.getStagingTargetPath(), "staging_target_path"));
            VolumeCapability capability = Capabilities.required(request.getVolumeCapability());
            String asked = capability.getMount().getFsType();
            FileSystem type = Requests.fileSystem(
                    asked.isEmpty() ? request.getVolumeContextOrDefault(Requests.FS_TYPE, "") : asked);
            return alone(id, () -> {
                attachedHere(id);
                devices.stage(cloud.device(id), type, capability.getMount().getMountFlagsList(), staging);
                return NodeStageVolumeResponse.getDefaultInstance();
            });
        });
    }

    @Override
    public void nodeUnstageVolume(NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> answer) {
        Answer.with(answer, () -> {
            String id = Answer.required(request.getVolumeId(), "volume_id");
            Path staging = Path.of(Answer.required(request.getStagingTargetPath(), "staging_target_path"));
            return alone(id, () -> {
                mounts.unmount(staging);
                cloud.releaseUnattached(id);
                return NodeUnstageVolumeResponse.getDefaultInstance();
            });
        });
    }

    @Override
    public void nodePublishVolume(NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> answer) {
        Answer.with(answer, () -> {
            String id = Answer.required(request.getVolumeId(), "volume_id");
            Path target = Path.of(Answer.required(request.getTargetPath(), "target_path"));
            Path staging = Path.of(Answer.required(request.getStagingTargetPath(), "staging_target_path"));
            Capabilities.required(request.getVolumeCapability());
            return alone(id, () -> {
                known(id);
                devices.publish(
                        staging, target, request.getReadonly() ? Mounts.Access.READ_ONLY : Mounts.Access.READ_WRITE);
                return NodePublishVolumeResponse.getDefaultInstance();
            });
        });
    }

    @Override
    public void nodeUnpublishVolume(
            NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> answer) {
        Answer.with(answer, () -> {
            String id = Answer.required(request.getVolumeId(), "volume_id");
            Path target = Path.of(Answer.required(request.getTargetPath(), "target_path"));
            return alone(id, () -> {
                devices.unpublish(target);
                return NodeUnpublishVolumeResponse.getDefaultInstance();
            });
        });
    }

    @Override
    public void nodeGetVolumeStats(
            NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> answer) {
        Answer.with(answer, () -> {
            Usage usage = Usage.of(mounted(request.getVolumeId(), request.getVolumePath()));
            return NodeGetVolumeStatsResponse.newBuilder()
                    .addUsage(VolumeUsage.newBuilder()
                            .setUnit(VolumeUsage.Unit.BYTES)
                            .setTotal(usage.bytes())
                            .setUsed(usage.bytes() - usage.freeBytes())
                            .setAvailable(usage.availableBytes()))
                    .addUsage(VolumeUsage.newBuilder()
                            .setUnit(VolumeUsage.Unit.INODES)
                            .setTotal(usage.inodes())
                            .setUsed(usage.inodes() - usage.freeInodes())
                            .setAvailable(usage.freeInodes()))
                    .build();
        });
    }

    @Override
    public void nodeExpandVolume(NodeExpandVolumeRequest request, StreamObserver<NodeExpandVolumeResponse> answer) {
        Answer.with(answer, () -> {
            Path point = mounted(request.getVolumeId(), request.getVolumePath());
            String id = request.getVolumeId();
            return alone(id, () -> {
                devices.grow(cloud.device(id), point);
                return NodeExpandVolumeResponse.newBuilder()
                        .setCapacityBytes(known(id).sizeBytes())
                        .build();
            });
        });
    }

    private BlockVolume known(String id) throws IOException {
        return cloud.catalog().volume(id).orElseThrow(() -> Answer.notFound("There is no volume " + id + "."));
    }

    private void attachedHere(String id) throws IOException {
        Optional<String> holder = known(id).node();
        if (options.behaviour().attach() == Attach.REQUIRED && !holder.equals(Optional.of(options.nodeId()))) {
            throw Status.FAILED_PRECONDITION
                    .withDescription(id + " is not attached to " + options.nodeId() + ".")
                    .asRuntimeException();
        }
    }

    /** The directory, if the volume is what it shows. */
    private Path mounted(String volumeId, String path) throws IOException, InterruptedException {
        String id = Answer.required(volumeId, "volume_id");
        Path point = Path.of(Answer.required(path, "volume_path"));
        known(id);
        if (!Files.isDirectory(point)) {
            throw Answer.notFound("There is no directory " + point + ".");
        }
        Loop loop = cloud.device(id);
        if (!devices.present(loop, point)) {
            throw Answer.notFound(id + " is not mounted at " + point + ".");
        }
        return point;
    }

    private <A> A alone(String volumeId, Answer.Work<A> work) throws IOException, InterruptedException {
        if (!inFlight.add(volumeId)) {
            throw Status.ABORTED
                    .withDescription("Another operation on " + volumeId + " is running; try again.")
                    .asRuntimeException();
        }
        try {
            return work.run();
        } finally {
            inFlight.remove(volumeId);
        }
    }
}
