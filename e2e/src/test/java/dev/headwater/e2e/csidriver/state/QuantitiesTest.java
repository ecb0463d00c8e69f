package dev.headwater.e2e.csidriver.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuantitiesTest {
    @Test
    void durations_and_sizes_are_read_as_people_write_them() {
        assertThat(Quantities.duration("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Quantities.duration("3s")).isEqualTo(Duration.ofSeconds(3));
        assertThat(Quantities.duration("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(Quantities.duration("1h")).isEqualTo(Duration.ofHours(1));
        assertThat(Quantities.bytes("17")).isEqualTo(17);
        assertThat(Quantities.bytes("1Ti")).isEqualTo(1L << 40);
    }

    @Test
    void nonsense_is_refused_in_a_sentence() {
        assertThatThrownBy(() -> Quantities.duration("soon")).hasMessageContaining("'soon' is no duration");
        assertThatThrownBy(() -> Quantities.bytes("10GB")).hasMessageContaining("'10GB' is no size");
        assertThatThrownBy(() -> Clouds.EBS.with(Map.of("snapshot-dealy", "1s")))
                .hasMessageContaining("There is no setting snapshot-dealy");
    }
}
