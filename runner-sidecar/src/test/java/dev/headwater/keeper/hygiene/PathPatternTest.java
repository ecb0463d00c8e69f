package dev.headwater.keeper.hygiene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        ".netrc, .netrc",
        ".netrc, a/b/.netrc",
        ".netrc/, a/.netrc",
        "/a, a",
        "a/b, a/b",
        "a/**, a",
        "a/**/, a",
        "a/**/b, a/b",
        "a/**/b, a/x/y/b",
        "**/b, b",
        "**/.ssh/id_*, home/.ssh/id_rsa",
        "a/*/c, a/b/c",
        "*.tmp, x/y.tmp",
        "*a*b*, xaxbx",
        "**, x"
    })
    void matches(String pattern, String path) {
        assertThat(PathPattern.of(pattern).matches(List.of(path.split("/")))).isTrue();
        assertThat(new PathPatterns(List.of("other", pattern)).match(List.of(path.split("/"))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        ".netrc, xnetrc",
        ".netrc, .netrc2",
        "/a, b/a",
        "a/b, x/a/b",
        "a/b, a/b/c",
        "a/*/c, a/c",
        "a/*/c, a/b/b/c",
        "a*, b",
        "**/.ssh/id_*, home/id_rsa"
    })
    void doesNotMatch(String pattern, String path) {
        assertThat(PathPattern.of(pattern).matches(List.of(path.split("/")))).isFalse();
        assertThat(new PathPatterns(List.of("other", pattern)).match(List.of(path.split("/"))))
                .isFalse();
    }

    @Test
    void namesAreComparedByteByByte() {
        assertThat(PathPattern.of("bücher").matches(List.of("b\u00c3\u00bccher")))
                .isTrue();
    }

    /** A regular expression would take longer than the universe is old. */
    @Test
    @Timeout(20)
    void aPatternThatNearlyMatchesADeepPathEndsSoon() {
        var pattern = PathPattern.of("**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b");

        assertThat(pattern.matches(Collections.nCopies(10_000, "a"))).isFalse();
        assertThat(PathPattern.of("*a".repeat(50) + "b").matches(List.of("a".repeat(255))))
                .isFalse();
    }

    @Property(tries = 300)
    void aStarMeansWhatItMeansInARegularExpression(
            @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'b') String raw,
            @ForAll @StringLength(min = 1, max = 8) @CharRange(from = 'a', to = 'b') String name,
            @ForAll int stars) {
        var pattern = new StringBuilder("/");
        for (var i = 0; i < raw.length(); i++) {
            pattern.append((stars >> i & 1) == 1 ? "*" : "").append(raw.charAt(i));
        }
        if (pattern.length() > 1) {
            var expression = pattern.substring(1).replace("*", ".*");
            assertThat(PathPattern.of(pattern.toString()).matches(List.of(name)))
                    .isEqualTo(name.matches(expression));
        }
    }
}
