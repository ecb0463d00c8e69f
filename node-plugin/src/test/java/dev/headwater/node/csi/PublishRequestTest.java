package dev.headwater.node.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.csi.v1.NodePublishVolumeRequest;
import dev.headwater.csi.v1.VolumeCapability;
import dev.headwater.node.record.SlotRecord.Kind;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;

class PublishRequestTest {
    private static final String VAULT = "headwater-vault";

    private static NodePublishVolumeRequest.Builder request(String namespace) {
        return NodePublishVolumeRequest.newBuilder()
                .setVolumeId("csi-1")
                .setTargetPath("/var/lib/kubelet/pods/uid-1/volumes/kubernetes.io~csi/headwater/mount")
                .putVolumeContext("csi.storage.k8s.io/ephemeral", "true")
                .putVolumeContext("csi.storage.k8s.io/pod.uid", "uid-1")
                .putVolumeContext("csi.storage.k8s.io/pod.name", "runner")
                .putVolumeContext("csi.storage.k8s.io/pod.namespace", namespace);
    }

    private static void isRefused(NodePublishVolumeRequest.Builder request, String sentence) {
        assertThatThrownBy(() -> PublishRequest.of(request.build(), VAULT))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining(sentence);
    }

    @Test
    void a_pod_of_the_vault_is_a_keeper_and_any_other_has_a_slot() {
        assertThat(PublishRequest.of(request("ci").build(), VAULT).slot().kind())
                .isEqualTo(Kind.SLOT);
        assertThat(PublishRequest.of(request(VAULT).build(), VAULT).slot().kind())
                .isEqualTo(Kind.KEEPER);
    }

    @Test
    void attributes_that_claim_to_be_a_keeper_change_nothing() {
        var request = request("ci").putVolumeContext("kind", "KEEPER");

        assertThat(PublishRequest.of(request.build(), VAULT).slot().kind()).isEqualTo(Kind.SLOT);
    }

    @Test
    void anything_but_an_inline_directory_of_that_pod_is_refused_with_a_sentence() {
        isRefused(request("ci").setTargetPath("/etc"), "target path");
        isRefused(request("ci").putVolumeContext("csi.storage.k8s.io/ephemeral", "false"), "inline volumes");
        isRefused(request("ci").putVolumeContext("csi.storage.k8s.io/pod.uid", "uid-2"), "another pod");
        isRefused(request("ci").removeVolumeContext("csi.storage.k8s.io/pod.name"), "podInfoOnMount");
        isRefused(request("ci").setReadonly(true), "readOnly");
        isRefused(
                request("ci")
                        .setVolumeCapability(VolumeCapability.newBuilder()
                                .setBlock(VolumeCapability.BlockVolume.getDefaultInstance())),
                "block device");
    }
}
