package dev.headwater.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {
    @Test
    void a_branch_keeps_its_full_name() {
        assertThat(Lane.ofRef("refs/heads/feature/a-b_c.d")).contains(new Lane.Branch("feature/a-b_c.d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/pull/12/merge", "refs/pull/12/head"})
    void a_pull_request_is_its_number(String ref) {
        assertThat(Lane.ofRef(ref)).contains(new Lane.Pull(12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/tags/v1",
                "refs/heads/gh-readonly-queue/main/pr-1-0123",
                "refs/heads/",
                "refs/pull/0/merge",
                "refs/pull/x/merge",
                "refs/pull/1/other",
                "refs/pull/1/merge/more",
                "main",
                "heads/main",
                ""
            })
    void anything_else_has_no_lane(String ref) {
        assertThat(Lane.ofRef(ref)).isEmpty();
    }

    @Property
    void a_branch_is_read_back_from_its_text(@ForAll @NotEmpty @CharRange(from = '!', to = '~') String name) {
        Lane.ofRef("refs/heads/" + name)
                .ifPresent(lane -> assertThat(Lane.parse(lane.text())).contains(lane));
    }

    @Property
    void a_pull_request_is_read_back_from_its_text(@ForAll @LongRange(min = 1, max = 1L << 50) long number) {
        assertThat(Lane.parse(new Lane.Pull(number).text())).contains(new Lane.Pull(number));
    }

    @Test
    void a_branch_that_looks_like_a_pull_request_is_a_branch() {
        assertThat(Lane.ofRef("refs/heads/pull:1").orElseThrow().text()).isEqualTo("branch:pull:1");
    }
}
