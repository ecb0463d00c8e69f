package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartTest {
    @Test
    void a_part_without_some_flags_keeps_all_else() {
        var part = new Part("p", List.of("/bin/p", "--qps=100", "--qps-of-others=1", "--quick"), Map.of("A", "b"));
        assertThat(part.without(Set.of("--qps", "--quick")))
                .isEqualTo(new Part("p", List.of("/bin/p", "--qps-of-others=1"), Map.of("A", "b")));
    }
}
