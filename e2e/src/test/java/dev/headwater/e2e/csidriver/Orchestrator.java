package dev.headwater.e2e.csidriver;

import dev.headwater.csi.v1.*;
import dev.headwater.csi.v1.VolumeCapability.AccessMode;
import dev.headwater.csi.v1.VolumeCapability.MountVolume;
import dev.headwater.csi.v1.VolumeContentSource.SnapshotSource;
import dev.headwater.csi.v1.VolumeContentSource.VolumeSource;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Calls a driver as sidecars and kubelet do, with file systems of type {@code fsType}, for node {@code n1}. */
record Orchestrator(Peer peer, String fsType) {
    static final long GIB = 1L << 30;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(50);

    Volume create(String name, long gib) {
        return peer.controller().createVolume(request(name, gib).build()).getVolume();
    }

    Volume restore(String name, long gib, String snapshotId) {
        VolumeContentSource source = VolumeContentSource.newBuilder()
                .setSnapshot(SnapshotSource.newBuilder().setSnapshotId(snapshotId))
                .build();
        return peer.controller()
                .createVolume(request(name, gib).setVolumeContentSource(source).build())
                .getVolume();
    }

    Volume cloneOf(String name, long gib, String volumeId) {
        VolumeContentSource source = VolumeContentSource.newBuilder()
                .setVolume(VolumeSource.newBuilder().setVolumeId(volumeId))
                .build();
        return peer.controller()
                .createVolume(request(name, gib).setVolumeContentSource(source).build())
                .getVolume();
    }

    void delete(String volumeId) {
        var _ = peer.controller()
                .deleteVolume(
                        DeleteVolumeRequest.newBuilder().setVolumeId(volumeId).build());
    }

    Snapshot snapshot(String name, String volumeId) {
        return peer.controller()
                .createSnapshot(CreateSnapshotRequest.newBuilder()
                        .setName(name)
                        .setSourceVolumeId(volumeId)
                        .build())
                .getSnapshot();
    }

    void deleteSnapshot(String snapshotId) {
        var _ = peer.controller()
                .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                        .setSnapshotId(snapshotId)
                        .build());
    }

    List<Snapshot> snapshots() {
        return peer.controller().listSnapshots(ListSnapshotsRequest.getDefaultInstance()).getEntriesList().stream()
                .map(ListSnapshotsResponse.Entry::getSnapshot)
                .toList();
    }

    List<ListVolumesResponse.Entry> volumes() {
        return peer.controller()
                .listVolumes(ListVolumesRequest.getDefaultInstance())
                .getEntriesList();
    }

    void attach(String volumeId) {
        var _ = peer.controller()
                .controllerPublishVolume(ControllerPublishVolumeRequest.newBuilder()
                        .setVolumeId(volumeId)
                        .setNodeId("n1")
                        .setVolumeCapability(capability())
                        .build());
    }

    void detach(String volumeId) {
        untilFree(() -> detachNow(volumeId));
    }

    /** Asks again for a while, as attacher and kubelet do: a container that starts has a copy of every mount of the machine for a moment. */
    private static void untilFree(Runnable call) {
        var giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                call.run();
                return;
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION || System.nanoTime() > giveUpAt) {
                    throw e;
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    private void detachNow(String volumeId) {
        var _ = peer.controller()
                .controllerUnpublishVolume(ControllerUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(volumeId)
                        .setNodeId("n1")
                        .build());
    }

    void stage(String volumeId, Path staging) {
        var _ = peer.node()
                .nodeStageVolume(NodeStageVolumeRequest.newBuilder()
                        .setVolumeId(volumeId)
                        .setStagingTargetPath(staging.toString())
                        .setVolumeCapability(capability())
                        .build());
    }

    /** Frees the device too, where the driver knows no detach. */
    void unstage(String volumeId, Path staging) {
        untilFree(() -> unstageNow(volumeId, staging));
    }

    private void unstageNow(String volumeId, Path staging) {
        var _ = peer.node()
                .nodeUnstageVolume(NodeUnstageVolumeRequest.newBuilder()
                        .setVolumeId(volumeId)
                        .setStagingTargetPath(staging.toString())
                        .build());
    }

    void publish(String volumeId, Path staging, Path target) {
        var _ = peer.node()
                .nodePublishVolume(NodePublishVolumeRequest.newBuilder()
                        .setVolumeId(volumeId)
                        .setStagingTargetPath(staging.toString())
                        .setTargetPath(target.toString())
                        .setVolumeCapability(capability())
                        .build());
    }

    void unpublish(String volumeId, Path target) {
        var _ = peer.node()
                .nodeUnpublishVolume(NodeUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(volumeId)
                        .setTargetPath(target.toString())
                        .build());
    }

    void expand(String volumeId, long gib, Path target) {
        expandInCloud(volumeId, gib);
        var _ = peer.node()
                .nodeExpandVolume(NodeExpandVolumeRequest.newBuilder()
                        .setVolumeId(volumeId)
                        .setVolumePath(target.toString())
                        .build());
    }

    void expandInCloud(String volumeId, long gib) {
        var _ = peer.controller()
                .controllerExpandVolume(ControllerExpandVolumeRequest.newBuilder()
                        .setVolumeId(volumeId)
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(gib * GIB))
                        .build());
    }

    private CreateVolumeRequest.Builder request(String name, long gib) {
        return CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(gib * GIB))
                .addVolumeCapabilities(capability());
    }

    private VolumeCapability capability() {
        return VolumeCapability.newBuilder()
                .setMount(MountVolume.newBuilder().setFsType(fsType))
                .setAccessMode(AccessMode.newBuilder().setMode(AccessMode.Mode.SINGLE_NODE_WRITER))
                .build();
    }
}
