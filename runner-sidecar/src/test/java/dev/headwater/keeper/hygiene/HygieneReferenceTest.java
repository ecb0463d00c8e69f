package dev.headwater.keeper.hygiene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the reference page lists is what the code does. */
class HygieneReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/hygiene.md");

    private static final Map<String, String> LISTS = Map.of(
            "credentials", list(KnownPaths.CREDENTIALS),
            "directories", list(KnownPaths.CREDENTIAL_DIRECTORIES),
            "settings", list(KnownPaths.SETTINGS),
            "packages", list(KnownPaths.PACKAGES),
            "rules", rules());

    /** {@code mvn -pl runner-sidecar -am test -Dheadwater.renew} writes the page instead of complaining. */
    @Test
    void thePageListsWhatTheCodeKnows() throws IOException {
        var page = Files.readString(PAGE);
        var renewed = page;
        for (var list : LISTS.entrySet()) {
            renewed = replace(renewed, list.getKey(), list.getValue());
        }
        if (System.getProperty("headwater.renew") != null) {
            Files.writeString(PAGE, renewed);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(renewed);
    }

    private static String replace(String page, String name, String content) {
        var section = Pattern.compile("(?s)<!-- %1$s -->\n.*<!-- /%1$s -->".formatted(name));
        assertThat(page).containsPattern(section);
        return section.matcher(page)
                .replaceFirst(Matcher.quoteReplacement("<!-- %1$s -->\n%2$s<!-- /%1$s -->".formatted(name, content)));
    }

    private static String list(List<String> patterns) {
        return lines(patterns, "* `%s`\n"::formatted);
    }

    private static String rules() {
        return "| rule | what | where |\n| --- | --- | --- |\n"
                + lines(
                        SecretRules.ALL,
                        rule -> "| `%s` | %s | %s |\n"
                                .formatted(
                                        rule.name(), rule.what(), rule.where().words()));
    }

    private static <T> String lines(List<T> all, Function<T, String> line) {
        return all.stream().map(line).collect(Collectors.joining());
    }
}
