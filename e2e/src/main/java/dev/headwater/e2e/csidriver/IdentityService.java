package dev.headwater.e2e.csidriver;

import com.google.protobuf.BoolValue;
import dev.headwater.csi.v1.GetPluginCapabilitiesRequest;
import dev.headwater.csi.v1.GetPluginCapabilitiesResponse;
import dev.headwater.csi.v1.GetPluginInfoRequest;
import dev.headwater.csi.v1.GetPluginInfoResponse;
import dev.headwater.csi.v1.IdentityGrpc.IdentityImplBase;
import dev.headwater.csi.v1.PluginCapability;
import dev.headwater.csi.v1.PluginCapability.Service;
import dev.headwater.csi.v1.PluginCapability.VolumeExpansion;
import dev.headwater.csi.v1.ProbeRequest;
import dev.headwater.csi.v1.ProbeResponse;
import io.grpc.stub.StreamObserver;

/** Who the driver is. */
final class IdentityService extends IdentityImplBase {
    private final String name;

    IdentityService(String name) {
        this.name = name;
    }

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> answer) {
        Answer.with(
                answer,
                () -> GetPluginInfoResponse.newBuilder()
                        .setName(name)
                        .setVendorVersion("1")
                        .build());
    }

    @Override
    public void getPluginCapabilities(
            GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> answer) {
        Answer.with(
                answer,
                () -> GetPluginCapabilitiesResponse.newBuilder()
                        .addCapabilities(service(Service.Type.CONTROLLER_SERVICE))
                        .addCapabilities(service(Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS))
                        .addCapabilities(PluginCapability.newBuilder()
                                .setVolumeExpansion(VolumeExpansion.newBuilder().setType(VolumeExpansion.Type.ONLINE)))
                        .build());
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
        Answer.with(
                answer,
                () -> ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build());
    }

    private static PluginCapability service(Service.Type type) {
        return PluginCapability.newBuilder()
                .setService(Service.newBuilder().setType(type))
                .build();
    }
}
