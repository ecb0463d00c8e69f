package dev.headwater.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.TrustLevel;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page on proofs tells to write into values and policies. */
class HowToTest {
    private static final Path PAGE = Path.of("../docs/how-to/prove-your-runs.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

    private static String block(String beginning) throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .filter(text -> text.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    /** As {@code --set} takes them. */
    private static Map<String, Object> flat(String name, Object value) {
        var flat = new HashMap<String, Object>();
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, inner) -> flat.putAll(flat(name.isEmpty() ? "" + key : name + "." + key, inner)));
            case List<?> list -> {
                for (var i = 0; i < list.size(); i++) {
                    flat.putAll(flat("%s[%d]".formatted(name, i), list.get(i)));
                }
            }
            default -> flat.put(name, value);
        }
        return flat;
    }

    @Test
    void the_chart_takes_the_values_of_the_page() throws IOException {
        var values = flat("", Serialization.unmarshal(block("trust:"), Map.class));
        assertThat(values).isNotEmpty();

        var operator =
                Chart.only(Deployment.class, Chart.render(values)).findFirst().orElseThrow();

        assertThat(operator.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv())
                .filteredOn(variable -> variable.getName().equals("HEADWATER_TRUST_ISSUERS"))
                .singleElement()
                .satisfies(variable -> assertThat(variable.getValue().split(","))
                        .hasSize(2)
                        .contains("https://ghes.example.org/_services/token"));
    }

    @Test
    void the_policy_of_the_page_says_what_is_proven() throws IOException {
        var policy = Serialization.unmarshal(block("apiVersion: headwater.dev"), BuildSnapshotPolicy.class);

        assertThat(policy.getSpec().trust().write()).isEqualTo(TrustLevel.Proven);
    }
}
