package dev.headwater.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void flags_win_over_environment_and_defaults() {
        var settings = Settings.of(
                List.of("--vault", "v", "--scratch-size", "2Gi"),
                Map.of("NODE_NAME", "n", "HEADWATER_VAULT_NAMESPACE", "other"));

        assertThat(settings).isEqualTo(new Settings("n", "v", Path.of("/var/lib/kubelet"), 2L << 30, Optional.empty()));
    }

    @Test
    void an_operator_is_known_by_url_and_namespace() {
        var environment = Map.of(
                "NODE_NAME", "n", "HEADWATER_OPERATOR_URL", "https://operator:8443", "HEADWATER_NAMESPACE", "system");

        assertThat(Settings.of(List.of(), environment).operator())
                .contains(new Settings.Operator(URI.create("https://operator:8443"), "system"));
        assertThatThrownBy(
                        () -> Settings.of(List.of("--operator-url", "https://operator:8443"), Map.of("NODE_NAME", "n")))
                .hasMessageContaining("--namespace");
    }

    @Test
    void what_is_missing_or_wrong_is_said() {
        assertThatThrownBy(() -> Settings.of(List.of(), Map.of())).hasMessageContaining("--node-name");
        assertThatThrownBy(() -> Settings.of(List.of("--x", "y"), Map.of())).hasMessageContaining("--x");
        assertThatThrownBy(() -> Settings.of(List.of("--vault"), Map.of())).hasMessageContaining("--vault");
        assertThatThrownBy(() -> Settings.of(List.of("--scratch-size", "much"), Map.of("NODE_NAME", "n")))
                .hasMessageContaining("much");
    }
}
