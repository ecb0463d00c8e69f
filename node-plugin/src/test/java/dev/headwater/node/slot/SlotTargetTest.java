package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTargetTest {
    @Test
    void the_kubelet_root_is_taken_from_the_path() {
        assertThat(SlotTarget.parse("/data/k8s/pods/0a-1/volumes/kubernetes.io~csi/headwater/mount"))
                .contains(new SlotTarget("/data/k8s", "0a-1", "headwater"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/s",
                "/var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/s/mount/",
                "/var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/../mount",
                "/var/lib/kubelet/pods/../volumes/kubernetes.io~csi/s/mount",
                "/var/lib/../pods/u/volumes/kubernetes.io~csi/s/mount",
                "/var/lib/kubelet/pods/u/volumes/kubernetes.io~empty-dir/s/mount",
                "var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/s/mount",
                "/var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/s/mount\n"
            })
    void any_other_path_is_refused(String path) {
        assertThat(SlotTarget.parse(path)).isEmpty();
    }

    @Property
    void what_is_parsed_is_exactly_what_was_given(@ForAll String text) {
        assertThat(SlotTarget.parse(text).map(SlotTarget::path))
                .satisfiesAnyOf(
                        parsed -> assertThat(parsed).isEmpty(),
                        parsed -> assertThat(parsed).contains(text));
    }
}
