package dev.headwater.operator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.StreamStatus;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.stream.StreamFacts.Setup;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamPolicyTest {
    private static final BuildSnapshotStream OLDER = Given.stream("older", "2026-01-01T00:00:00Z");
    private static final BuildSnapshotStream YOUNGER = Given.stream("younger", "2026-01-02T00:00:00Z");

    private static StreamStatus status(BuildSnapshotStream stream, Setup setup, List<Snapshot> snapshots) {
        return StreamPolicy.status(new StreamFacts(stream, List.of(YOUNGER, OLDER), setup, snapshots), Given.START);
    }

    private static Condition ready(StreamStatus status) {
        return Conditions.find(status.conditions(), ConditionType.Ready).orElseThrow();
    }

    @Test
    void of_two_streams_of_one_identity_the_older_goes_on() {
        assertThat(ready(status(OLDER, new Setup.Sound(), List.of())).getReason())
                .isEqualTo("Serving");
        var duplicate = ready(status(YOUNGER, new Setup.Sound(), List.of()));
        assertThat(duplicate.getStatus()).isEqualTo("False");
        assertThat(duplicate.getReason()).isEqualTo("Duplicate");
        assertThat(duplicate.getMessage()).contains("older");
    }

    @Test
    void what_is_missing_is_named_in_a_sentence() {
        assertThat(ready(status(OLDER, new Setup.PolicyMissing("cargo"), List.of()))
                        .getMessage())
                .contains("cargo");
        assertThat(ready(status(OLDER, new Setup.StorageClassMissing("gp3"), List.of()))
                        .getReason())
                .isEqualTo("UnknownStorageClass");
        assertThat(ready(status(OLDER, new Setup.SnapshotClassMissing("ebs"), List.of()))
                        .getReason())
                .isEqualTo("UnknownSnapshotClass");
        assertThat(ready(status(OLDER, new Setup.NoSnapshotApi(), List.of())).getReason())
                .isEqualTo("NoSnapshotApi");
    }

    @Test
    void the_default_branch_leads_the_heads_whatever_is_newer() {
        var status = status(
                OLDER,
                new Setup.Sound(),
                List.of(
                        Given.snapshot("f", new Lane.Branch("feature"), 9, State.READY),
                        Given.snapshot("old", new Lane.Branch("main"), 3, State.READY),
                        Given.snapshot("new", new Lane.Branch("main"), 4, State.READY),
                        Given.snapshot("cut", new Lane.Branch("main"), 5, State.CUT)));
        assertThat(status.heads()).extracting(StreamStatus.Head::snapshot).containsExactly("new", "f");
        assertThat(status.snapshots()).isEqualTo(3);
        assertThat(status.pending()).isEqualTo(1);
    }

    @Test
    void at_most_twenty_heads_are_shown() {
        var many = IntStream.range(0, 30).mapToObj(i -> Given.snapshot("s" + i, new Lane.Pull(i + 1), i, State.READY));
        var main = Given.snapshot("main", new Lane.Branch("main"), 0, State.READY);
        var status = status(
                OLDER, new Setup.Sound(), Stream.concat(many, Stream.of(main)).toList());
        assertThat(status.heads())
                .hasSize(20)
                .first()
                .extracting(StreamStatus.Head::snapshot)
                .isEqualTo("main");
    }

    @Test
    void saying_the_same_again_changes_nothing() {
        var first = status(OLDER, new Setup.Sound(), List.of());
        var seen = Given.stream("older", "2026-01-01T00:00:00Z");
        seen.setStatus(first);
        assertThat(StreamPolicy.status(
                        new StreamFacts(seen, List.of(seen), new Setup.Sound(), List.of()),
                        Given.START.plusSeconds(60)))
                .isEqualTo(first);
    }
}
