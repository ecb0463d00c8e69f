package dev.headwater.e2e.csidriver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.e2e.csidriver.fault.Rule.Fault;
import dev.headwater.e2e.csidriver.fault.Rule.Setting;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {
    @Test
    void a_line_says_which_method_goes_wrong_how_and_how_often() {
        assertThat(Rule.parse("CreateVolume fail RESOURCE_EXHAUSTED x3"))
                .isEqualTo(new Fault("CreateVolume", new Action.Fail(Code.RESOURCE_EXHAUSTED), 3, Optional.empty()));
        assertThat(Rule.parse("  * delay 2s once "))
                .isEqualTo(new Fault("*", new Action.Delay(Duration.ofSeconds(2)), 1, Optional.empty()));
        assertThat(Rule.parse("ControllerUnpublishVolume hang"))
                .isEqualTo(new Fault("ControllerUnpublishVolume", new Action.Hang(), Fault.ALWAYS, Optional.empty()));
        assertThat(Rule.parse("CreateVolume wrong-zone once of scarce"))
                .isEqualTo(new Fault("CreateVolume", new Action.WrongZone(), 1, Optional.of("scarce")));
        assertThat(Rule.parse("set snapshot-delay 1h")).isEqualTo(new Setting("snapshot-delay", "1h"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CreateVolume fail UNAVAILABLE x2",
                "CreateSnapshot lose-answer",
                "CreateVolume wrong-zone x1",
                "ControllerUnpublishVolume force-detach",
                "NodeStageVolume delay 1500ms",
                "CreateVolume fail RESOURCE_EXHAUSTED of scarce",
                "* lose-answer x2 of scarce",
                "set max-volumes-per-node 2"
            })
    void a_rule_is_written_as_it_is_read(String line) {
        assertThat(Rule.parse(line).text()).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "CreateVolumes hang|'CreateVolumes' is no method of CSI",
                "CreateVolume explode|'explode' is no action",
                "CreateVolume fail|ends too early",
                "CreateVolume fail BADLY|'BADLY' is no gRPC code",
                "CreateVolume fail OK|OK is no failure",
                "CreateVolume hang twice|goes on after its end with 'twice'",
                "DeleteVolume wrong-zone|wrong-zone is for CreateVolume",
                "CreateVolume hang of|ends too early",
                "CreateVolume hang of one two|goes on after its end with 'two'",
                "DeleteVolume hang of scarce|Calls of DeleteVolume do not say which StorageClass",
                "NodeUnstageVolume force-detach|force-detach is for ControllerUnpublishVolume",
                "CreateVolume delay long|'long' is no duration"
            })
    void a_malformed_line_is_refused_in_a_sentence(String line, String why) {
        assertThatThrownBy(() -> Rule.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
