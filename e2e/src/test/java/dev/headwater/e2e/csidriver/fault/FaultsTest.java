package dev.headwater.e2e.csidriver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.e2e.csidriver.fault.Rule.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
    @TempDir
    Path dir;

    private Faults faults;

    @BeforeEach
    void open() {
        faults = new Faults(dir);
    }

    @Test
    void a_counted_rule_is_used_up_and_the_one_behind_it_takes_over() throws IOException {
        faults.add("CreateVolume hang x2", "* lose-answer");

        assertThat(faults.take("CreateVolume", Optional.empty()).map(Fault::text))
                .contains("CreateVolume hang x2");
        assertThat(faults.take("DeleteVolume", Optional.empty()).map(Fault::text))
                .contains("* lose-answer");
        assertThat(faults.take("CreateVolume", Optional.empty()).map(Fault::text))
                .contains("CreateVolume hang x1");
        assertThat(faults.take("CreateVolume", Optional.empty()).map(Fault::text))
                .contains("* lose-answer");
        assertThat(faults.rules()).extracting(Rule::text).containsExactly("* lose-answer");
    }

    @Test
    void a_rule_of_one_group_hits_its_volumes_before_any_rule_for_all_and_no_others() throws IOException {
        faults.add("CreateVolume lose-answer x2", "CreateVolume hang once of scarce");

        assertThat(faults.take("CreateVolume", Optional.of("other")).map(Fault::text))
                .contains("CreateVolume lose-answer x2");
        assertThat(faults.take("CreateVolume", Optional.empty()).map(Fault::text))
                .contains("CreateVolume lose-answer x1");
        assertThat(faults.take("CreateVolume", Optional.of("scarce")).map(Fault::text))
                .contains("CreateVolume hang x1 of scarce");
        assertThat(faults.rules()).isEmpty();
    }

    @Test
    void clearing_makes_the_cloud_healthy_and_its_settings_those_of_the_start() throws IOException {
        faults.add("CreateVolume hang", "set snapshot-delay 1h", "set snapshot-delay 2h");
        assertThat(faults.settings()).isEqualTo(Map.of("snapshot-delay", "2h"));

        faults.clear();

        assertThat(faults.take("CreateVolume", Optional.empty())).isEmpty();
        assertThat(faults.settings()).isEmpty();
    }

    @Test
    void of_two_equal_rules_one_removal_takes_one_and_a_rule_that_is_used_up_may_be_removed() throws IOException {
        faults.add("CreateVolume delay 4s", "CreateVolume delay 4s", "DeleteVolume hang once");
        faults.take("DeleteVolume", Optional.empty());

        faults.remove("CreateVolume delay 4s");
        faults.remove("DeleteVolume hang once");

        assertThat(faults.rules()).extracting(Rule::text).containsExactly("CreateVolume delay 4000ms");
    }

    @Test
    void of_several_lines_with_one_malformed_none_is_added() throws IOException {
        assertThatThrownBy(() -> faults.add("CreateVolume hang", "nonsense"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(faults.rules()).isEmpty();
    }
}
