package dev.headwater.node.csi;

import com.google.protobuf.BoolValue;
import dev.headwater.api.v1alpha1.Api;
import dev.headwater.csi.v1.GetPluginCapabilitiesRequest;
import dev.headwater.csi.v1.GetPluginCapabilitiesResponse;
import dev.headwater.csi.v1.GetPluginInfoRequest;
import dev.headwater.csi.v1.GetPluginInfoResponse;
import dev.headwater.csi.v1.IdentityGrpc.IdentityImplBase;
import dev.headwater.csi.v1.ProbeRequest;
import dev.headwater.csi.v1.ProbeResponse;
import io.grpc.stub.StreamObserver;

/** Who this driver is. */
public final class IdentityService extends IdentityImplBase {
    private final String version;

    public IdentityService(String version) {
        this.version = version;
    }

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> answer) {
        answer.onNext(GetPluginInfoResponse.newBuilder()
                .setName(Api.DRIVER)
                .setVendorVersion(version)
                .build());
        answer.onCompleted();
    }

    @Override
    public void getPluginCapabilities(
            GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> answer) {
        answer.onNext(GetPluginCapabilitiesResponse.getDefaultInstance());
        answer.onCompleted();
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
        answer.onNext(ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build());
        answer.onCompleted();
    }
}
