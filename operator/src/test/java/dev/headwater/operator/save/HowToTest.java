package dev.headwater.operator.save;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.SaveReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HowToTest {
    private static final Path PAGE = Path.of("../docs/how-to/why-was-it-not-saved.md");
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

    @Test
    void whoever_is_not_saved_finds_the_reason_on_the_page() throws IOException {
        assertThat(ROW.matcher(Files.readString(PAGE)).results().map((MatchResult row) -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SaveReason.values())
                        .filter(reason -> reason != SaveReason.JobAsked)
                        .map(Enum::name)
                        .toList());
    }
}
