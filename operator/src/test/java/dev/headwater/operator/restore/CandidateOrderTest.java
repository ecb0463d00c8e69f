package dev.headwater.operator.restore;

import static dev.headwater.operator.restore.Choosing.BASE;
import static dev.headwater.operator.restore.Choosing.DEFAULT;
import static dev.headwater.operator.restore.Choosing.OWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.PolicySettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a run's content comes from, place after place. */
class CandidateOrderTest {
    private static final String OTHER = "cargo-function-b";

    /** One snapshot at each place, the first place's the oldest, so that age never decides. */
    private static Choosing everywhere(int withoutFirst) {
        var places = List.<Map.Entry<String, Lane>>of(
                Map.entry(Given.KEY, OWN),
                Map.entry(OTHER, OWN),
                Map.entry(Given.KEY, BASE),
                Map.entry(OTHER, BASE),
                Map.entry(Given.KEY, DEFAULT),
                Map.entry(OTHER, DEFAULT));
        var choosing = new Choosing();
        for (var i = withoutFirst; i < places.size(); i++) {
            choosing.with("s" + i, places.get(i).getKey(), places.get(i).getValue(), i);
        }
        return choosing;
    }

    @Test
    void each_place_serves_when_those_before_it_have_nothing() {
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6))
                .extracting(gone -> everywhere(gone).decide().from())
                .containsExactly(
                        "branch",
                        "restore-key",
                        "base-branch",
                        "base-branch-restore-key",
                        "default-branch",
                        "default-branch-restore-key",
                        "empty");
        assertThat(List.of(0, 1, 2, 3, 4, 5))
                .extracting(gone -> everywhere(gone).chosen())
                .containsExactly("s0", "s1", "s2", "s3", "s4", "s5");
    }

    @Test
    void restore_keys_are_tried_in_their_order_and_each_gives_its_newest() {
        var choosing = new Choosing()
                .with("wide", "cargo-z", OWN, 9)
                .with("older", "cargo-b-1", OWN, 3)
                .with("newer", "cargo-b-2", OWN, 4);
        choosing.spec = Choosing.asks(List.of("cargo-b", "cargo-"), null);
        assertThat(choosing.chosen()).isEqualTo("newer");
        choosing.spec = Choosing.asks(List.of("cargo-", "cargo-b"), null);
        assertThat(choosing.chosen()).isEqualTo("wide");
    }

    @Test
    void a_restore_key_reaches_no_further_than_the_policy_allows() {
        var choosing = new Choosing().with("cargo", "cargo-b", OWN, 1).with("secret", "release-b", OWN, 9);
        choosing.spec = Choosing.asks(List.of("release-", "c"), null);
        assertThat(choosing.chosen()).isEqualTo("cargo");
        choosing.origins = new PolicySettings.Origins(choosing.origins.lanes(), List.of(), choosing.origins.read());
        assertThat(choosing.chosen()).isEqualTo("StartEmpty");
    }

    @Test
    void without_restore_keys_only_the_own_key_serves() {
        var choosing = everywhere(1);
        choosing.spec = Choosing.asks(List.of(), null);
        assertThat(choosing.decide().from()).isEqualTo("base-branch");
    }

    @Test
    void a_request_takes_lanes_away() {
        var choosing = everywhere(4);
        choosing.spec = Choosing.asks(List.of("cargo-"), RunSpec.Fallback.NotDefaultBranch);
        assertThat(choosing.decide().from()).isEqualTo("empty");
        choosing = everywhere(2);
        choosing.spec = Choosing.asks(List.of("cargo-"), RunSpec.Fallback.NotDefaultBranch);
        assertThat(choosing.decide().from()).isEqualTo("base-branch");
        choosing.spec = Choosing.asks(List.of("cargo-"), RunSpec.Fallback.OwnLane);
        assertThat(choosing.decide().from()).isEqualTo("empty");
    }

    @Test
    void the_default_branch_that_was_taken_away_does_not_come_back_as_base() {
        var choosing = new Choosing().with("main", Given.KEY, DEFAULT, 1);
        choosing.spec = Given.spec(
                Given.request(List.of(), RunSpec.Fallback.NotDefaultBranch),
                Given.job(RunSpec.Source.JobStarted, "refs/pull/7/merge", "refs/heads/main", 100));
        assertThat(choosing.chosen()).isEqualTo("StartEmpty");
    }

    @Test
    void a_request_brings_no_lane_back_that_the_policy_left_out() {
        var choosing = everywhere(0);
        choosing.origins = new PolicySettings.Origins(
                List.of(PolicySpec.Lane.Default), List.of("cargo-"), choosing.origins.read());
        assertThat(choosing.decide().from()).isEqualTo("default-branch");
    }

    @Test
    void on_the_default_branch_itself_its_head_is_the_own_one() {
        var choosing = everywhere(0);
        choosing.spec = Given.spec(
                Given.request(List.of("cargo-"), RunSpec.Fallback.NotDefaultBranch),
                Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 100));
        assertThat(choosing.decide().from()).isEqualTo("branch");
        assertThat(choosing.chosen()).isEqualTo("s4");
    }

    @Test
    void another_pull_request_never_serves() {
        assertThat(new Choosing().with("theirs", Given.KEY, new Lane.Pull(8), 9).chosen())
                .isEqualTo("StartEmpty");
    }
}
