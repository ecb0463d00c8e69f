package dev.headwater.e2e.csidriver;

import com.google.protobuf.Int64Value;
import dev.headwater.csi.v1.*;
import dev.headwater.csi.v1.ControllerGrpc.ControllerImplBase;
import dev.headwater.csi.v1.ControllerServiceCapability.RPC;
import dev.headwater.e2e.csidriver.Cloud.Detach;
import dev.headwater.e2e.csidriver.fault.Action;
import dev.headwater.e2e.csidriver.fault.FaultInterceptor;
import dev.headwater.e2e.csidriver.state.Behaviour;
import dev.headwater.e2e.csidriver.state.Behaviour.Attach;
import dev.headwater.e2e.csidriver.state.BlockSnapshot;
import dev.headwater.e2e.csidriver.state.BlockVolume;
import dev.headwater.e2e.csidriver.state.Ids;
import dev.headwater.e2e.csidriver.state.Page;
import dev.headwater.e2e.csidriver.state.VolumeWish;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cloud's door: what the sidecars ask of it. */
final class ControllerService extends ControllerImplBase {
    private static final List<RPC.Type> ALWAYS = List.of(
            RPC.Type.CREATE_DELETE_VOLUME,
            RPC.Type.LIST_VOLUMES,
            RPC.Type.GET_CAPACITY,
            RPC.Type.CREATE_DELETE_SNAPSHOT,
            RPC.Type.LIST_SNAPSHOTS,
            RPC.Type.CLONE_VOLUME,
            RPC.Type.EXPAND_VOLUME);
    private static final List<RPC.Type> WITH_ATTACH =
            List.of(RPC.Type.PUBLISH_UNPUBLISH_VOLUME, RPC.Type.LIST_VOLUMES_PUBLISHED_NODES);
    private static final long LARGEST_VOLUME = 16L << 40;

    private final Cloud cloud;
    private final Options options;
    private final InstantSource clock;

    ControllerService(Cloud cloud, Options options, InstantSource clock) {
        this.cloud = cloud;
        this.options = options;
        this.clock = clock;
    }

    @Override
    public void controllerGetCapabilities(
            ControllerGetCapabilitiesRequest request, StreamObserver<ControllerGetCapabilitiesResponse> answer) {
        Answer.with(answer, () -> {
            List<RPC.Type> types = new ArrayList<>(ALWAYS);
            types.addAll(attaches() ? WITH_ATTACH : List.of());
            return ControllerGetCapabilitiesResponse.newBuilder()
                    .addAllCapabilities(types.stream()
                            .map(t -> ControllerServiceCapability.newBuilder()
                                    .setRpc(RPC.newBuilder().setType(t))
                                    .build())
                            .toList())
                    .build();
        });
    }

    @Override
    public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> answer) {
        Answer.with(answer, () -> {
            VolumeWish asked = Requests.volume(request, options.zone());
            boolean astray = FaultInterceptor.twist()
                    .filter(Action.WrongZone.class::isInstance)
                    .isPresent();
            VolumeWish wish = astray ? asked.elsewhere() : asked;
            Volume.Builder volume = Messages.volume(cloud.create(wish)).putAllVolumeContext(Requests.context(request));
            return CreateVolumeResponse.newBuilder().setVolume(volume).build();
        });
    }

    @Override
    public void deleteVolume(DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> answer) {
        Answer.with(answer, () -> {
            cloud.deleteVolume(Answer.required(request.getVolumeId(), "volume_id"));
            return DeleteVolumeResponse.getDefaultInstance();
        });
    }

    @Override
    public void controllerPublishVolume(
            ControllerPublishVolumeRequest request, StreamObserver<ControllerPublishVolumeResponse> answer) {
        Answer.with(answer, () -> {
            requireAttach();
            String volume = Answer.required(request.getVolumeId(), "volume_id");
            String node = Answer.required(request.getNodeId(), "node_id");
            Capabilities.required(request.getVolumeCapability());
            return ControllerPublishVolumeResponse.newBuilder()
                    .putPublishContext("devicePath", cloud.attach(volume, node).device())
                    .build();
        });
    }

    @Override
    public void controllerUnpublishVolume(
            ControllerUnpublishVolumeRequest request, StreamObserver<ControllerUnpublishVolumeResponse> answer) {
        Answer.with(answer, () -> {
            requireAttach();
            String volume = Answer.required(request.getVolumeId(), "volume_id");
            Optional<String> node = Optional.of(request.getNodeId()).filter(n -> !n.isEmpty());
            boolean forced = FaultInterceptor.twist()
                    .filter(Action.ForceDetach.class::isInstance)
                    .isPresent();
            cloud.detach(volume, node, forced ? Detach.FORCED : Detach.CLEAN);
            return ControllerUnpublishVolumeResponse.getDefaultInstance();
        });
    }

    @Override
    public void validateVolumeCapabilities(
            ValidateVolumeCapabilitiesRequest request, StreamObserver<ValidateVolumeCapabilitiesResponse> answer) {
        Answer.with(answer, () -> {
            known(request.getVolumeId());
            if (request.getVolumeCapabilitiesCount() == 0) {
                throw Answer.invalid("volume_capabilities is missing.");
            }
            ValidateVolumeCapabilitiesResponse.Builder response = ValidateVolumeCapabilitiesResponse.newBuilder();
            Capabilities.refusal(request.getVolumeCapabilitiesList())
                    .ifPresentOrElse(
                            response::setMessage,
                            () -> response.getConfirmedBuilder()
                                    .putAllVolumeContext(request.getVolumeContextMap())
                                    .addAllVolumeCapabilities(request.getVolumeCapabilitiesList())
                                    .putAllParameters(request.getParametersMap()));
            return response.build();
        });
    }

    @Override
    public void listVolumes(ListVolumesRequest request, StreamObserver<ListVolumesResponse> answer) {
        Answer.with(answer, () -> {
            List<BlockVolume> all = List.copyOf(cloud.catalog().volumes().values());
            Page<BlockVolume> page = Page.of(
                            all, BlockVolume::id, Ids.VOLUME, request.getStartingToken(), request.getMaxEntries())
                    .orElseThrow(() -> unknownToken(request.getStartingToken()));
            ListVolumesResponse.Builder response =
                    ListVolumesResponse.newBuilder().setNextToken(page.nextToken());
            for (BlockVolume volume : page.entries()) {
                response.addEntriesBuilder()
                        .setVolume(Messages.volume(volume))
                        .getStatusBuilder()
                        .addAllPublishedNodeIds(volume.node().stream().toList());
            }
            return response.build();
        });
    }

    @Override
    public void getCapacity(GetCapacityRequest request, StreamObserver<GetCapacityResponse> answer) {
        Answer.with(answer, () -> {
            Behaviour behaviour = cloud.behaviour();
            return GetCapacityResponse.newBuilder()
                    .setAvailableCapacity(Math.max(
                            0, behaviour.capacityBytes() - cloud.catalog().provisionedBytes()))
                    .setMaximumVolumeSize(Int64Value.of(LARGEST_VOLUME))
                    .build();
        });
    }

    @Override
    public void createSnapshot(CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> answer) {
        Answer.with(answer, () -> {
            BlockSnapshot snapshot = cloud.cut(Requests.snapshot(request));
            return CreateSnapshotResponse.newBuilder()
                    .setSnapshot(Messages.snapshot(snapshot, clock.instant()))
                    .build();
        });
    }

    @Override
    public void deleteSnapshot(DeleteSnapshotRequest request, StreamObserver<DeleteSnapshotResponse> answer) {
        Answer.with(answer, () -> {
            cloud.deleteSnapshot(Answer.required(request.getSnapshotId(), "snapshot_id"));
            return DeleteSnapshotResponse.getDefaultInstance();
        });
    }

    @Override
    public void listSnapshots(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> answer) {
        Answer.with(answer, () -> {
            Instant now = clock.instant();
            List<BlockSnapshot> all = cloud.catalog().snapshots().values().stream()
                    .filter(s -> request.getSnapshotId().isEmpty() || s.id().equals(request.getSnapshotId()))
                    .filter(s -> request.getSourceVolumeId().isEmpty()
                            || s.volumeId().equals(request.getSourceVolumeId()))
                    .toList();
            Page<BlockSnapshot> page = Page.of(
                            all, BlockSnapshot::id, Ids.SNAPSHOT, request.getStartingToken(), request.getMaxEntries())
                    .orElseThrow(() -> unknownToken(request.getStartingToken()));
            ListSnapshotsResponse.Builder response =
                    ListSnapshotsResponse.newBuilder().setNextToken(page.nextToken());
            page.entries().forEach(s -> response.addEntriesBuilder().setSnapshot(Messages.snapshot(s, now)));
            return response.build();
        });
    }

    @Override
    public void controllerExpandVolume(
            ControllerExpandVolumeRequest request, StreamObserver<ControllerExpandVolumeResponse> answer) {
        Answer.with(answer, () -> {
            String id = Answer.required(request.getVolumeId(), "volume_id");
            if (!request.hasCapacityRange()) {
                throw Answer.invalid("capacity_range is missing.");
            }
            CapacityRange range = Requests.range(request.getCapacityRange());
            BlockVolume volume = cloud.expand(id, range.getRequiredBytes(), range.getLimitBytes());
            return ControllerExpandVolumeResponse.newBuilder()
                    .setCapacityBytes(volume.sizeBytes())
                    .setNodeExpansionRequired(true)
                    .build();
        });
    }

    private void known(String volumeId) throws IOException {
        String id = Answer.required(volumeId, "volume_id");
        if (cloud.catalog().volume(id).isEmpty()) {
            throw Answer.notFound("There is no volume " + id + ".");
        }
    }

    private boolean attaches() {
        return options.behaviour().attach() == Attach.REQUIRED;
    }

    private void requireAttach() {
        if (!attaches()) {
            throw Status.UNIMPLEMENTED
                    .withDescription("Volumes of this driver need no attach.")
                    .asRuntimeException();
        }
    }

    private static RuntimeException unknownToken(String token) {
        return Status.ABORTED
                .withDescription("'" + token + "' is no token of this driver; start anew.")
                .asRuntimeException();
    }
}
