package dev.headwater.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private static final Path PAGE = Path.of("../docs/reference/metrics.md");

    private static final String HEAD = """
            <!-- Made from dev.headwater.operator.status.Metric; a test of module operator says how to renew it. -->
            # Metrics

            The operator serves them for Prometheus at `/q/metrics` of its port `management`, beside those of its framework (`operator_sdk_…`) and of its
            JVM. Times are summaries in seconds: `…_count`, `…_sum` and `…_max`. Reasons are those of [reasons.md](reasons.md).

            | series | labels | meaning |
            |---|---|---|
            """;

    /** {@code mvn -pl operator -am test -Dheadwater.renew} writes the page instead of complaining. */
    @Test
    void is_up_to_date() throws IOException {
        var page =
                HEAD + Arrays.stream(Metric.values()).map(MetricsPageTest::row).collect(Collectors.joining());
        if (System.getProperty("headwater.renew") != null) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE)
                .as("renew with: mvn -pl operator -am test -Dheadwater.renew")
                .hasContent(page);
    }

    private static String row(Metric metric) {
        var labels = metric.tags().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
        return "| `%s` | %s | %s |%n".formatted(metric.series(), labels, metric.description());
    }
}
