package dev.headwater.operator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.api.v1alpha1.StreamStatus;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Condemnation;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.storage.ClassSet;
import dev.headwater.operator.storage.Standing;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamPolicyTest {
    private static final Optional<Standing> SOUND = Optional.of(new Standing.Accepted());
    private static final BuildSnapshotStream OLDER = Given.stream("older", "2026-01-01T00:00:00Z");
    private static final BuildSnapshotStream YOUNGER = Given.stream("younger", "2026-01-02T00:00:00Z");

    private static StreamStatus status(
            BuildSnapshotStream stream, Optional<Standing> standing, List<Snapshot> snapshots) {
        return StreamPolicy.status(
                new StreamFacts(
                        stream,
                        List.of(YOUNGER, OLDER),
                        standing,
                        standing.map(_ -> SaveRules.DEFAULT.within("main")),
                        snapshots,
                        List.of()),
                Given.START);
    }

    private static Condition ready(StreamStatus status) {
        return Conditions.find(status.conditions(), ConditionType.Ready).orElseThrow();
    }

    @Test
    void of_two_streams_of_one_identity_the_older_goes_on() {
        assertThat(ready(status(OLDER, SOUND, List.of())).getReason()).isEqualTo("Serving");
        var duplicate = ready(status(YOUNGER, SOUND, List.of()));
        assertThat(duplicate.getStatus()).isEqualTo("False");
        assertThat(duplicate.getReason()).isEqualTo("Duplicate");
        assertThat(duplicate.getMessage()).contains("older");
    }

    @Test
    void without_its_policy_or_with_classes_that_will_not_do_it_serves_nobody() {
        var lost = Given.stream("older", "2026-01-01T00:00:00Z");
        lost.setSpec(new StreamSpec(
                Given.REPOSITORY,
                Given.KEY,
                Given.PATH,
                null,
                new StreamSpec.PolicyRef("cargo"),
                null,
                null,
                null,
                null));
        assertThat(ready(status(lost, Optional.empty(), List.of())).getMessage())
                .contains("The policy cargo does not exist", "kubectl edit bss older -n ci");
        var refused = status(
                OLDER, Optional.of(new Standing.Refused(StreamReason.ClassNotIndependent, "It is seen.")), List.of());
        assertThat(refused.conditions())
                .filteredOn(condition -> !condition.getType().equals("Trusted"))
                .extracting(Condition::getStatus, Condition::getReason, Condition::getMessage)
                .containsOnly(tuple("False", "ClassNotIndependent", "It is seen."));
        assertThat(Conditions.find(status(lost, Optional.empty(), List.of()).conditions(), ConditionType.Trusted))
                .get()
                .extracting(Condition::getStatus, Condition::getReason)
                .containsExactly("Unknown", "UnknownPolicy");
    }

    @Test
    void while_its_classes_are_probed_it_serves_and_is_not_accepted_yet() {
        var named = new ClassSet.Named("block", "uid");
        var probed = status(
                OLDER,
                Optional.of(new Standing.Unproven(
                        new ClassSet(Given.DRIVER, named, named, named), Standing.Probe.UNDER_WAY, "It is looked at.")),
                List.of());
        assertThat(probed.conditions())
                .extracting(Condition::getType, Condition::getStatus, Condition::getReason)
                .containsExactly(
                        tuple("Accepted", "Unknown", "ProbingClasses"),
                        tuple("Trusted", "True", "WritersAttested"),
                        tuple("Ready", "True", "Serving"));
    }

    @Test
    void the_default_branch_leads_the_heads_whatever_is_newer() {
        var status = status(
                OLDER,
                SOUND,
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
    void what_is_kept_has_a_size_and_what_goes_is_told_with_the_time_first_come_first() {
        var late = new Condemnation(RetentionReason.NotRestorable, Given.START, Given.START.plusSeconds(2));
        var soon = new Condemnation(RetentionReason.BeyondCount, Given.START, Given.START.plusSeconds(1));
        var status = status(
                OLDER,
                SOUND,
                List.of(
                        Given.snapshot("stays", new Lane.Branch("main"), 3, State.READY),
                        condemned("late", late),
                        condemned("soon", soon)));
        assertThat(status.bytes()).isEqualTo(3 * (5L << 30));
        assertThat(status.condemned())
                .containsExactly(
                        new StreamStatus.Condemned(
                                "soon", "BeyondCount", soon.goes().toString()),
                        new StreamStatus.Condemned(
                                "late", "NotRestorable", late.goes().toString()));
    }

    private static Snapshot condemned(String name, Condemnation verdict) {
        var sound = Given.snapshot(name, new Lane.Branch("main"), 1, State.READY);
        return new Snapshot(
                name,
                sound.lineage(),
                sound.state(),
                sound.cutAt(),
                sound.restoreBytes(),
                sound.driver(),
                sound.uses(),
                Optional.of(verdict));
    }

    @Test
    void at_most_twenty_heads_are_shown() {
        var many = IntStream.range(0, 30).mapToObj(i -> Given.snapshot("s" + i, new Lane.Pull(i + 1), i, State.READY));
        var main = Given.snapshot("main", new Lane.Branch("main"), 0, State.READY);
        var status = status(OLDER, SOUND, Stream.concat(many, Stream.of(main)).toList());
        assertThat(status.heads())
                .hasSize(20)
                .first()
                .extracting(StreamStatus.Head::snapshot)
                .isEqualTo("main");
    }

    @Test
    void saying_the_same_again_changes_nothing() {
        var first = status(OLDER, SOUND, List.of());
        var seen = Given.stream("older", "2026-01-01T00:00:00Z");
        seen.setStatus(first);
        assertThat(StreamPolicy.status(
                        new StreamFacts(
                                seen,
                                List.of(seen),
                                SOUND,
                                Optional.of(SaveRules.DEFAULT.within("main")),
                                List.of(),
                                List.of()),
                        Given.START.plusSeconds(60)))
                .isEqualTo(first);
    }
}
