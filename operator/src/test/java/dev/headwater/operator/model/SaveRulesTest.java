package dev.headwater.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.operator.Given;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaveRulesTest {
    private static SaveRules of(String... branches) {
        return SaveRules.of(Given.policy(null, Given.save(null, List.of(branches), null, List.of())));
    }

    @Test
    void without_a_word_only_the_default_branch_is_saved() {
        var rules = SaveRules.DEFAULT.within("trunk");
        assertThat(rules.admits(new Lane.Branch("trunk"))).isTrue();
        assertThat(rules.admits(new Lane.Branch("main"))).isFalse();
        assertThat(of().within("trunk").branches()).containsExactly("trunk");
        assertThat(of("main").within("trunk").branches()).containsExactly("main");
    }

    @ParameterizedTest
    @CsvSource({
        "main, main, true",
        "main, Main, false",
        "main, main/x, false",
        "'**', a/b/c, true",
        "'*', main, true",
        "'*', a/b, false",
        "'release/*', release/1, true",
        "'release/*', release/1/x, false",
        "'release/**', release/1/x, true",
        "'release/**', release, false",
        "'**/keep', a/b/keep, true",
        "'a*c', abc, true",
        "'a*c', ac, true",
        "'a*c', a/c, false",
        "'v1.*', v1x2, false",
        "'feature/*-ci', feature/x-ci-ci, true",
    })
    void a_pattern_stops_at_slashes_unless_it_says_twice(String pattern, String branch, boolean admitted) {
        assertThat(of(pattern).admits(new Lane.Branch(branch))).isEqualTo(admitted);
    }

    @Property(tries = 300)
    void it_means_what_the_expression_means(
            @ForAll @Chars({'a', 'b', '/', '*'}) @StringLength(min = 1, max = 8) String pattern,
            @ForAll @Chars({'a', 'b', '/'}) @StringLength(min = 1, max = 8) String branch) {
        var expression = pattern.replace("**", "(any)").replace("*", "[^/]*").replace("(any)", ".*");
        assertThat(of(pattern).admits(new Lane.Branch(branch))).isEqualTo(branch.matches(expression));
    }

    @Test
    void no_pattern_takes_long() {
        var stars = "*a".repeat(120) + "b";
        assertThat(of(stars).admits(new Lane.Branch("a".repeat(244)))).isFalse();
    }

    @Test
    void a_pull_request_is_started_by_its_own_event_and_by_no_other_that_is_not_named() {
        var pull = new Lane.Pull(7);
        var branch = new Lane.Branch("main");
        assertThat(SaveRules.DEFAULT.admits("pull_request", pull)).isTrue();
        assertThat(SaveRules.DEFAULT.admits("pull_request", branch)).isFalse();
        assertThat(SaveRules.DEFAULT.admits("pull_request_target", pull)).isFalse();
        assertThat(SaveRules.DEFAULT.admits("schedule", branch)).isTrue();
        assertThat(SaveRules.DEFAULT.admits(null, branch)).isFalse();
    }
}
