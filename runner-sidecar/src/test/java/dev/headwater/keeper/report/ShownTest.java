package dev.headwater.keeper.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {

    @Property
    void anyTextBecomesOneBoundedLine(@ForAll String raw, @ForAll @IntRange(min = 2, max = 50) int maxLength) {
        var shown = Shown.text(raw, maxLength);

        assertThat(shown).hasSizeLessThanOrEqualTo(maxLength).doesNotContainPattern("\\p{Cntrl}");
        assertThat(shown.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE))
                .isTrue();
    }

    @Property
    void theUserOfAnUrlIsNeverShown(@ForAll("words") String user, @ForAll("words") String secret) {
        assertThat(Shown.text("fatal: 'https://" + user + ":" + secret + "1@h/x' not found", 400))
                .isEqualTo("fatal: 'https://h/x' not found");
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization: basic abc, Authorization: (hidden)",
        "'x authorization=bearer abc def', x authorization=(hidden)",
        "plain, plain"
    })
    void authorizationHeadersAreHidden(String raw, String shown) {
        assertThat(Shown.text(raw, 100)).isEqualTo(shown);
    }
}
