package dev.headwater.csi;

import dev.headwater.csi.registration.InfoRequest;
import dev.headwater.csi.registration.PluginInfo;
import dev.headwater.csi.registration.RegistrationGrpc.RegistrationImplBase;
import dev.headwater.csi.registration.RegistrationStatus;
import dev.headwater.csi.registration.RegistrationStatusResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Introduces a CSI driver to the kubelet. Served on a socket of its own in {@code <kubelet root>/plugins_registry}, it
 * stands in for the node-driver-registrar sidecar. The kubelet asks again after each of its restarts.
 */
public final class KubeletRegistration extends RegistrationImplBase {
    /**
     * The verdict of the kubelet.
     *
     * @param registered whether CSINode now lists the driver
     * @param error the kubelet's sentence, empty if registered
     */
    public record Verdict(boolean registered, String error) {}

    private final PluginInfo info;
    private final Consumer<Verdict> onVerdict;

    /**
     * Registers the driver {@code name}, whose CSI services listen on {@code endpoint} as the kubelet sees that path;
     * {@code onVerdict} is called at each answer of the kubelet.
     */
    public KubeletRegistration(String name, Path endpoint, Consumer<Verdict> onVerdict) {
        this.info = PluginInfo.newBuilder()
                .setType("CSIPlugin")
                .setName(name)
                .setEndpoint(endpoint.toString())
                .addSupportedVersions("1.0.0")
                .build();
        this.onVerdict = onVerdict;
    }

    @Override
    public void getInfo(InfoRequest request, StreamObserver<PluginInfo> answer) {
        answer.onNext(info);
        answer.onCompleted();
    }

    @Override
    public void notifyRegistrationStatus(RegistrationStatus status, StreamObserver<RegistrationStatusResponse> answer) {
        onVerdict.accept(new Verdict(status.getPluginRegistered(), status.getError()));
        answer.onNext(RegistrationStatusResponse.getDefaultInstance());
        answer.onCompleted();
    }
}
