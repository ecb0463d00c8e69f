package dev.headwater.operator.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;
import dev.headwater.operator.restore.Candidates;
import dev.headwater.operator.restore.RestoreFacts;
import dev.headwater.operator.restore.Source;
import dev.headwater.operator.restore.StreamMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final StreamSpec STREAM =
            new StreamSpec(Given.REPOSITORY, Given.KEY, Given.PATH, "main", null, null, null, null, null);

    private static Explanation explain(Map<String, String> question, Snapshot... snapshots) {
        var asked = Question.of(STREAM, question);
        var own = new Source(StreamIdentity.of(Given.NAMESPACE, asked.spec()), StreamRules.NONE, List.of(snapshots));
        return Explanation.of(new RestoreFacts(
                Given.NAMESPACE,
                asked.spec(),
                new JobPod.Unread(),
                StreamMatch.Serves.of(Given.stream("a", ""), PolicySettings.DEFAULT),
                new Candidates(List.of(own), Optional.of(Given.DRIVER), asked.trust(), Set.of())));
    }

    @Test
    void every_snapshot_has_its_verdict() {
        var explanation = explain(
                Map.of("ref", "feature"),
                Given.snapshot("older", new Lane.Branch("main"), 1, State.READY),
                Given.snapshot("chosen", new Lane.Branch("main"), 2, State.READY),
                Given.snapshot("cut", new Lane.Branch("main"), 3, State.CUT),
                Given.snapshot("theirs", new Lane.Pull(7), 4, State.READY));

        assertThat(explanation.snapshot()).isEqualTo("chosen");
        assertThat(explanation.places()).containsExactly("branch:feature", "branch:main");
        assertThat(explanation.snapshots())
                .extracting(Standing::snapshot, Standing::verdict)
                .containsExactly(
                        tuple("cut", "NotReady"),
                        tuple("chosen", "Chosen"),
                        tuple("older", "NotReached"),
                        tuple("theirs", "OtherLane"));
        assertThat(explanation.text())
                .startsWith("FromSnapshot: HeadOfDefaultBranch (restored-from: default-branch)")
                .contains("  1. branch:feature", "  2. branch:main");
    }

    @Test
    void another_version_and_platform_are_named_as_such() {
        var snapshot = Given.snapshot("s", new Lane.Branch("main"), 1, State.READY);
        assertThat(explain(Map.of("ref", "main", "version", "v2"), snapshot)
                        .snapshots()
                        .getFirst()
                        .verdict())
                .isEqualTo("OtherVersion");
        assertThat(explain(Map.of("ref", "main", "platform", "linux/arm64"), snapshot)
                        .snapshots()
                        .getFirst()
                        .verdict())
                .isEqualTo("OtherPlatform");
    }

    @Test
    void parameters_describe_the_job() {
        var asked = Question.of(
                STREAM,
                Map.of(
                        "ref", "refs/pull/7/merge",
                        "base-ref", "release",
                        "event", "pull_request",
                        "restore-keys", "cargo-, rust-",
                        "default-branch-fallback", "false",
                        "trust", "Claimed"));
        assertThat(asked.trust()).isEqualTo(TrustLevel.Claimed);
        assertThat(asked.spec().job().baseRef()).isEqualTo("refs/heads/release");
        assertThat(asked.spec().request().restoreKeys()).containsExactly("cargo-", "rust-");
        assertThat(asked.spec().request().fallback()).isEqualTo(RunSpec.Fallback.NotDefaultBranch);
    }

    @Test
    void a_question_without_sense_is_answered_with_a_sentence() {
        assertThatThrownBy(() -> Question.of(STREAM, Map.of())).hasMessageContaining("ref is missing");
        assertThatThrownBy(() -> Question.of(STREAM, Map.of("ref", "main", "platform", "amd64")))
                .hasMessageContaining("OS/ARCH");
        assertThatThrownBy(() -> Question.of(STREAM, Map.of("ref", "main", "trust", "Divine")))
                .hasMessageContaining("[Claimed, Latched, Proven]");
    }
}
