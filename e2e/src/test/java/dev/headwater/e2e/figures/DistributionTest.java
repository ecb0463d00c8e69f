package dev.headwater.e2e.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

    @Test
    void the_median_of_an_even_number_of_values_lies_between_the_two_in_the_middle() {
        assertThat(new Distribution(List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
        assertThat(new Distribution(List.of(9.0, 1.0, 3.0)).median()).isEqualTo(3.0);
    }

    @Test
    void one_of_twenty_values_may_lie_above_the_95th_percentile() {
        var values =
                DoubleStream.iterate(1, value -> value + 1).limit(20).boxed().toList();
        assertThat(new Distribution(values).p95()).isEqualTo(19.0);
    }

    @Test
    void there_is_no_distribution_of_nothing() {
        assertThatThrownBy(() -> new Distribution(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
