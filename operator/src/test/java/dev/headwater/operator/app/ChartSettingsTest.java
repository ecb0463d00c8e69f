package dev.headwater.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart and the program use the same names: a variable that nobody reads is no error anywhere. */
class ChartSettingsTest {
    private static final Path DEPLOYMENT = Path.of("../helm/headwater/templates/operator/deployment.yaml");
    private static final Pattern VARIABLE = Pattern.compile("name: (HEADWATER_[A-Z_]+)");

    @Test
    void every_variable_of_the_chart_is_read_by_the_program() throws IOException {
        assertThat(variables())
                .isSubsetOf(settings(OperatorConfig.class, "HEADWATER").collect(Collectors.toSet()));
    }

    @Test
    void the_chart_says_where_the_lease_lies_and_who_holds_it() throws IOException {
        assertThat(variables()).contains("HEADWATER_NAMESPACE", "HEADWATER_POD_NAME");
    }

    private static Set<String> variables() throws IOException {
        return VARIABLE.matcher(Files.readString(DEPLOYMENT))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** As MicroProfile Config names the environment variables of a mapping. */
    private static Stream<String> settings(Class<?> mapping, String prefix) {
        return Arrays.stream(mapping.getDeclaredMethods()).flatMap(method -> settings(method, prefix));
    }

    private static Stream<String> settings(Method method, String prefix) {
        var name = prefix + "_"
                + method.getName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
        var type = method.getReturnType();
        return type.getEnclosingClass() == OperatorConfig.class ? settings(type, name) : Stream.of(name);
    }
}
