package dev.headwater.e2e.csidriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.e2e.csidriver.state.Behaviour.Attach;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final List<String> LEAST =
            List.of("--endpoint", "unix:///run/csi.sock", "--node-id=n1", "--zone", "z1", "--state-dir", "/state");

    @Test
    void by_default_it_behaves_like_ebs() {
        Options options = Options.parse(LEAST);

        assertThat(options.endpoint()).isEqualTo(Path.of("/run/csi.sock"));
        assertThat(options.driverName()).isEqualTo("csi.e2e.headwater.dev");
        assertThat(options.registrationDir()).isEmpty();
        assertThat(options.behaviour().attach()).isEqualTo(Attach.REQUIRED);
        assertThat(options.behaviour().delayFor(1L << 40)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void flags_turn_it_into_any_other_driver() {
        Options options = Options.parse(Stream.concat(
                        LEAST.stream(),
                        Stream.of("--attach-required=false", "--snapshot-delay", "0s", "--snapshot-dependence=volume"))
                .toList());

        assertThat(options.behaviour().attach()).isEqualTo(Attach.NONE);
        assertThat(options.behaviour().delayFor(1L << 40)).isZero();
    }

    @Test
    void what_is_missing_or_unknown_is_named() {
        assertThatThrownBy(() -> Options.parse(LEAST.subList(0, 5))).hasMessage("--state-dir is missing.");
        assertThatThrownBy(() -> Options.parse(List.of("--endpoint"))).hasMessageContaining("--endpoint");
        assertThatThrownBy(() -> Options.parse(
                        Stream.concat(LEAST.stream(), Stream.of("--speed=9")).toList()))
                .hasMessageContaining("There is no setting speed");
    }
}
