package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogExcerptTest {
    @Test
    void errors_of_every_parts_way_of_writing_are_found_among_chatter() {
        List<String> alarms = List.of(
                "E1122 15:52:20.3 1 kubelet.go:1] \"failed\"",
                "F1122 15:52:20.3 1 main.go:1] cannot start",
                "{\"level\":\"fatal\",\"msg\":\"bind: address already in use\"}",
                "time=\"2026\" level=fatal msg=\"no socket\"",
                "Error: unknown flag: --x",
                "Exception in thread \"main\" java.io.IOException: no");
        var log = alarms.stream()
                .flatMap(alarm -> List.of("I1122 all is well", alarm).stream())
                .toList();
        assertThat(LogExcerpt.relevant(log)).isEqualTo(alarms);
    }

    @Test
    void a_log_without_alarms_shows_its_end() {
        List<String> log = IntStream.range(0, 100).mapToObj(i -> "line " + i).toList();
        assertThat(LogExcerpt.relevant(log)).hasSize(LogExcerpt.LINES).endsWith("line 99");
    }

    @Test
    void an_empty_log_shows_nothing() {
        assertThat(LogExcerpt.relevant(List.of())).isEmpty();
    }
}
