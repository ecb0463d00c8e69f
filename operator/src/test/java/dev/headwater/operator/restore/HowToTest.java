package dev.headwater.operator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RestoreReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HowToTest {
    private static final Path PAGE = Path.of("../docs/how-to/why-was-it-cold.md");

    /** Rows of the part that says what to do; one may be about two reasons. */
    private static final Pattern ROW = Pattern.compile("^\\| (`\\w+`(?:, `\\w+`)*) \\|", Pattern.MULTILINE);

    private static final Set<RestoreReason> RESTORED = EnumSet.of(
            RestoreReason.HeadOfLane,
            RestoreReason.RestoreKeyOfLane,
            RestoreReason.HeadOfBaseBranch,
            RestoreReason.RestoreKeyOfBaseBranch,
            RestoreReason.HeadOfDefaultBranch,
            RestoreReason.RestoreKeyOfDefaultBranch);

    @Test
    void whoever_starts_cold_finds_the_reason_on_the_page() throws IOException {
        var page = Files.readString(PAGE);
        var rows = ROW.matcher(page.substring(page.indexOf("## 4. What to do"))).results();
        assertThat(rows.map((MatchResult row) -> row.group(1).replace("`", "").split(", "))
                        .flatMap(Arrays::stream))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RestoreReason.values())
                        .filter(reason -> !RESTORED.contains(reason))
                        .map(Enum::name)
                        .toList());
    }
}
