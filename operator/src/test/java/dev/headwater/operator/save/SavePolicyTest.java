package dev.headwater.operator.save;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.save.SaveDecision.Awaited;
import dev.headwater.operator.save.SaveDecision.NotYet;
import dev.headwater.operator.save.SaveDecision.Save;
import dev.headwater.operator.save.SaveDecision.Skip;
import dev.headwater.operator.save.SaveFacts.Classes;
import dev.headwater.operator.save.SaveFacts.Seal;
import dev.headwater.operator.save.SaveFacts.Unstage;
import dev.headwater.operator.save.SaveFacts.Use;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SavePolicyTest {
    private static void assertSkips(SaveReason reason, String word, Consumer<Saving> change) {
        assertThat(Saving.with(change).decide()).isInstanceOfSatisfying(Skip.class, skip -> {
            assertThat(skip.reason()).isEqualTo(reason);
            assertThat(skip.sentence()).contains(word);
        });
    }

    private static void assertSaves(Consumer<Saving> change) {
        assertThat(Saving.with(change).decide()).isInstanceOf(Save.class);
    }

    static SaveRules rules(PolicySpec.PullRequests pullRequests, TrustLevel write) {
        return new SaveRules(
                PolicySpec.When.Auto,
                List.of("main", "release/*"),
                pullRequests,
                List.of("push"),
                List.of(),
                write,
                80);
    }

    @Test
    void the_checks_are_in_this_order() {
        assertThat(SavePolicy.order())
                .containsExactly(
                        "captured",
                        "served",
                        "wish",
                        "lost",
                        "asked",
                        "lane",
                        "cache-mode",
                        "repository",
                        "suspended",
                        "policy",
                        "event",
                        "branch",
                        "pull-request",
                        "trust",
                        "order",
                        "unclean",
                        "marker",
                        "change",
                        "secrets",
                        "scan",
                        "sealed",
                        "size",
                        "clean",
                        "classes");
    }

    @Test
    void what_passes_all_checks_is_saved_because_the_job_asked() {
        assertThat(new Saving().decide()).isInstanceOfSatisfying(Save.class, save -> {
            assertThat(save.reason()).isEqualTo(SaveReason.JobAsked);
            assertThat(save.sentence()).contains("pushed");
        });
    }

    @Test
    void a_run_that_had_no_volume_or_wants_no_snapshot_gets_none() {
        assertSkips(SaveReason.ScratchOnly, "nothing to save", run -> run.use = Use.NOT_SERVED);
        assertSkips(SaveReason.RestoreFailed, "not kept", run -> run.use = Use.FAILED);
        assertSkips(SaveReason.NotAsked, "before a step asked", run -> run.wish = Optional.empty());
        assertSkips(SaveReason.JobAskedToSkip, "nothing changed", run -> run.wish = Optional.of(Saving.SKIP));
        assertSkips(SaveReason.NoLane, "refs/tags/v1", run -> run.ref = "refs/tags/v1");
        assertSkips(SaveReason.NoLane, "queue", run -> run.ref = "refs/heads/gh-readonly-queue/main/pr-1");
    }

    @Test
    void the_workflow_can_forbid_to_write_and_nothing_else_than_forbid() {
        assertSkips(SaveReason.CacheModeReadOnly, "cache-mode is read", run -> run.cacheMode = "read");
        assertSkips(SaveReason.CacheModeReadOnly, "cache-mode is none", run -> run.cacheMode = "none");
        assertSaves(run -> run.cacheMode = "write");
        assertSkips(SaveReason.LaneNotAllowed, "branch:feature", run -> {
            run.cacheMode = "write";
            run.ref = "refs/heads/feature";
        });
    }

    @Test
    void a_stream_that_is_another_s_by_now_or_suspended_takes_nothing() {
        assertSkips(
                SaveReason.ForeignRepository,
                "The stream theirs",
                run -> run.stream = new Grounds.Stream.Foreign("theirs"));
        assertSkips(SaveReason.Suspended, "spec.suspend", run -> run.stream = new Grounds.Stream.Suspended());
    }

    @Test
    void the_policy_says_which_runs_write() {
        assertSkips(SaveReason.SavePolicyNever, "save.when", run -> run.rules = SaveRules.CLOSED);
        assertSkips(SaveReason.UntrustedEvent, "issue_comment", run -> run.event = "issue_comment");
        assertSkips(SaveReason.LaneNotAllowed, "[main]", run -> run.ref = "refs/heads/feature");
        assertSaves(run -> {
            run.ref = "refs/heads/release/1";
            run.rules = rules(PolicySpec.PullRequests.Never, TrustLevel.Latched);
        });
    }

    @Test
    void a_pull_request_writes_its_own_lane_or_nothing() {
        assertSkips(SaveReason.PullRequestNotAllowed, "Quarantine", run -> {
            run.ref = "refs/pull/7/merge";
            run.event = "pull_request";
        });
        var quarantine = rules(PolicySpec.PullRequests.Quarantine, TrustLevel.Latched);
        assertSaves(run -> {
            run.ref = "refs/pull/7/merge";
            run.event = "pull_request";
            run.rules = quarantine;
        });
        assertSkips(SaveReason.UntrustedEvent, "pull_request_target", run -> {
            run.event = "pull_request_target";
            run.rules = quarantine;
        });
        assertSkips(SaveReason.UntrustedEvent, "pull_request", run -> {
            run.event = "pull_request";
            run.rules = quarantine;
        });
        assertSkips(SaveReason.NotTrustedEnough, "Claimed", run -> {
            run.ref = "refs/pull/7/merge";
            run.event = "pull_request";
            run.rules = quarantine;
            run.level = TrustLevel.Claimed;
        });
    }

    @Test
    void who_is_not_known_well_enough_writes_nothing() {
        assertSkips(SaveReason.NotTrustedEnough, "trust.write", run -> run.level = TrustLevel.Claimed);
        assertSkips(
                SaveReason.NotTrustedEnough,
                "another job",
                run -> run.contradiction = Optional.of("The runner speaks of another job."));
        assertSaves(run -> {
            run.level = TrustLevel.Claimed;
            run.rules = rules(PolicySpec.PullRequests.Never, TrustLevel.Claimed);
        });
        assertSkips(SaveReason.NotTrustedEnough, "another job", run -> {
            run.contradiction = Optional.of("The runner speaks of another job.");
            run.rules = rules(PolicySpec.PullRequests.Never, TrustLevel.Claimed);
        });
    }

    @Test
    void an_event_that_nobody_names_is_believed_where_everything_is() {
        assertSkips(SaveReason.UntrustedEvent, "Nobody says", run -> run.event = null);
        assertSaves(run -> {
            run.event = null;
            run.level = TrustLevel.Claimed;
            run.rules = rules(PolicySpec.PullRequests.Never, TrustLevel.Claimed);
        });
    }

    @Test
    void an_older_run_is_superseded_before_anything_is_waited_for_and_never_by_itself() {
        assertSkips(SaveReason.Superseded, "workflow run 6", run -> {
            run.head = Optional.of(6L);
            run.seal = new Seal.Awaited();
        });
        assertSaves(run -> run.head = Optional.of(5L));
        assertSaves(run -> run.head = Optional.empty());
    }

    private static Seal says(String changed, String marker) {
        return new Seal.Reported(Saving.report(
                Optional.of(changed), Optional.of(marker), Optional.of("Complete"), List.of(), Optional.of(80)));
    }

    @Test
    void what_did_not_change_is_not_saved_again_unless_job_or_policy_insist() {
        assertSkips(SaveReason.Unchanged, "marker build-id says No", run -> {
            run.wish = Optional.of(Saving.AUTO);
            run.seal = says("No", "Present");
        });
        assertSaves(run -> run.seal = says("No", "Present"));
        assertSaves(run -> {
            run.wish = Optional.of(Saving.AUTO);
            run.seal = says("Unknown", "Present");
        });
        assertSaves(run -> {
            run.wish = Optional.of(Saving.AUTO);
            run.seal = says("No", "Present");
            run.rules = new SaveRules(
                    PolicySpec.When.Always,
                    List.of("main"),
                    PolicySpec.PullRequests.Never,
                    List.of("push"),
                    List.of(),
                    TrustLevel.Latched,
                    80);
        });
    }

    @Test
    void what_the_keeper_found_counts_also_where_it_failed_afterwards() {
        assertSkips(SaveReason.MarkerMissing, "marker file", run -> run.seal = says("Yes", "Missing"));
        var findings = List.of(
                new RunStatus.Finding("home/.netrc", "netrc"), new RunStatus.Finding("a/key.pem", "private-key"));
        assertSkips(
                SaveReason.SecretsFound,
                "home/.netrc (netrc), and 1 more",
                run -> run.seal = new Seal.Reported(Saving.report(
                        Optional.empty(), Optional.empty(), Optional.empty(), findings, Optional.empty())));
        assertSkips(
                SaveReason.SecretScanIncomplete,
                "did not say why",
                run -> run.seal = new Seal.Reported(Saving.report(
                        Optional.empty(), Optional.empty(), Optional.of("Incomplete"), List.of(), Optional.empty())));
        assertSkips(
                SaveReason.OverSize,
                "81 %",
                run -> run.seal = new Seal.Reported(Saving.report(
                        Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.of(81))));
        assertSkips(SaveReason.SealFailed, "disk full", run -> run.seal = Saving.failed());
        assertSkips(SaveReason.SealFailed, "in time", run -> run.seal = new Seal.Overdue());
    }

    @Test
    void what_could_be_torn_or_lost_is_not_kept() {
        assertSkips(SaveReason.VolumeUnclean, "in time", run -> run.unstage = new Unstage.Overdue());
        assertSkips(SaveReason.VolumeUnclean, "node lost", run -> {
            run.unstage = new Unstage.Unclean("node lost");
            run.seal = new Seal.Awaited();
        });
        assertSkips(SaveReason.VolumeUnclean, "gone", run -> {
            run.unstage = new Unstage.Lost("The node is gone.");
            run.wish = Optional.empty();
        });
        assertSkips(
                SaveReason.NotAccepted,
                "its volume",
                run -> run.classes = new Classes.Refused("It went with its volume."));
        assertSkips(SaveReason.NotAccepted, "looked at", run -> run.classes = new Classes.Overdue("It is looked at."));
    }

    @Test
    void the_keeper_is_needed_until_it_reported_and_no_longer() {
        assertThat(Saving.with(run -> {
                            run.seal = new Seal.Awaited();
                            run.unstage = new Unstage.Awaited();
                        })
                        .decide())
                .isEqualTo(new NotYet(Awaited.SEAL));
        assertThat(Saving.with(run -> run.unstage = new Unstage.Awaited()).decide())
                .isEqualTo(new NotYet(Awaited.UNSTAGE));
        assertThat(Saving.with(run -> run.classes = new Classes.Awaited()).decide())
                .isEqualTo(new NotYet(Awaited.PROOF));
    }
}
