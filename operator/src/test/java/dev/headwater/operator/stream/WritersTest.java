package dev.headwater.operator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.PolicySpec.PullRequests;
import dev.headwater.api.v1alpha1.PolicySpec.When;
import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.status.Conditions.Truth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WritersTest {
    private static Writers writers(When when, PullRequests pullRequests, List<String> events, TrustLevel write) {
        return Writers.of(Optional.of(
                new SaveRules(when, List.of("main", "release/*"), pullRequests, events, List.of(), write, 80)));
    }

    private static void assertSays(Writers writers, Truth trusted, StreamReason reason, String... words) {
        assertThat(writers.trusted()).isEqualTo(trusted);
        assertThat(writers.saying().reason()).isEqualTo(reason);
        assertThat(writers.saying().sentence()).contains(words);
    }

    @Test
    void jobs_that_their_runners_speak_for_are_trusted() {
        assertSays(
                writers(When.Auto, PullRequests.Quarantine, List.of("push"), TrustLevel.Latched),
                Truth.TRUE,
                StreamReason.WritersAttested,
                "Latched",
                "push",
                "main, release/*",
                "pull requests a lane each");
    }

    @Test
    void a_mere_claim_is_not() {
        assertSays(
                writers(When.Always, PullRequests.Never, List.of("push"), TrustLevel.Claimed),
                Truth.FALSE,
                StreamReason.WritersClaimed,
                "Whoever can make a pod",
                "trust.write");
    }

    @Test
    void nor_is_what_people_without_write_access_can_start() {
        assertSays(
                writers(When.Auto, PullRequests.Never, List.of("push", "pull_request_target"), TrustLevel.Latched),
                Truth.FALSE,
                StreamReason.EventsOfAnybody,
                "pull_request_target");
    }

    @Test
    void where_nothing_is_saved_nobody_has_to_be_trusted() {
        assertSays(
                writers(When.Never, PullRequests.Never, List.of("push"), TrustLevel.Claimed),
                Truth.TRUE,
                StreamReason.NobodyWrites,
                "save.when");
    }
}
