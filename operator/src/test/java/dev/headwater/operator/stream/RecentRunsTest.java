package dev.headwater.operator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.api.v1alpha1.StreamStatus;
import dev.headwater.operator.Given;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.storage.Standing;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentRunsTest {
    private static final BuildSnapshotStream STREAM = Given.stream("function-a", "2026-01-01T00:00:00Z");

    private static BuildSnapshotRun run(int number, String ref, SaveReason reason) {
        var run = Given.run(Given.spec(ref, number));
        run.getMetadata().setName("run-" + number);
        var at = Given.START.plusSeconds(number).toString();
        var decision = reason == SaveReason.JobAsked ? "Save" : "Skip";
        run.setStatus(new RunStatus(
                "function-a",
                ref.replace("refs/heads/", "branch:"),
                null,
                null,
                null,
                new RunStatus.Save(decision, reason.name(), "It was so.", null, at, null, null),
                null,
                null,
                null));
        return run;
    }

    private static List<BuildSnapshotRun> runs(SaveReason... reasons) {
        return IntStream.range(0, reasons.length)
                .mapToObj(number -> run(number, "refs/heads/main", reasons[number]))
                .toList();
    }

    private static StreamStatus status(List<BuildSnapshotRun> runs) {
        return StreamPolicy.status(
                new StreamFacts(
                        STREAM,
                        List.of(STREAM),
                        Optional.of(new Standing.Accepted()),
                        Optional.empty(),
                        List.of(),
                        runs),
                Given.START);
    }

    private static Optional<String> stuck(List<BuildSnapshotRun> runs) {
        return Conditions.find(status(runs).conditions(), ConditionType.LaneStuck)
                .map(Condition::getMessage);
    }

    @Test
    void a_lane_whose_last_three_saves_were_superseded_is_stuck_and_it_is_said_how_to_go_on() {
        var late = SaveReason.Superseded;
        assertThat(stuck(runs(SaveReason.JobAsked, late, late, late)).orElseThrow())
                .contains("branch:main", "It was so.", "kubectl edit bss function-a -n ci");
        assertThat(stuck(runs(late, late, late, SaveReason.JobAsked))).isEmpty();
        assertThat(stuck(runs(late, late))).isEmpty();
    }

    @Test
    void lanes_do_not_mix() {
        var late = SaveReason.Superseded;
        assertThat(stuck(Stream.of("a", "b", "a", "b")
                        .map(branch -> "refs/heads/" + branch)
                        .map(ref -> run(ref.hashCode(), ref, late))
                        .toList()))
                .isEmpty();
    }

    @Test
    void a_lane_that_moves_again_is_said_to_do_so() {
        var late = SaveReason.Superseded;
        var stuck = Given.stream("function-a", "2026-01-01T00:00:00Z");
        stuck.setStatus(status(runs(late, late, late)));
        var moving = StreamPolicy.status(
                new StreamFacts(
                        stuck,
                        List.of(stuck),
                        Optional.of(new Standing.Accepted()),
                        Optional.empty(),
                        List.of(),
                        runs(late, late, late, SaveReason.JobAsked)),
                Given.START.plusSeconds(60));

        assertThat(Conditions.find(moving.conditions(), ConditionType.LaneStuck)
                        .orElseThrow()
                        .getStatus())
                .isEqualTo("False");
    }

    @Property(tries = 100)
    void the_last_save_does_not_depend_on_the_order_of_the_list(
            @ForAll @Size(min = 1, max = 6) List<SaveReason> reasons, @ForAll long seed) {
        var runs = new ArrayList<>(runs(reasons.toArray(SaveReason[]::new)));
        Collections.shuffle(runs, new Random(seed));

        assertThat(status(runs).lastSave().run()).isEqualTo("run-" + (reasons.size() - 1));
        assertThat(status(runs).lastSave().reason()).isEqualTo(reasons.getLast().name());
    }
}
