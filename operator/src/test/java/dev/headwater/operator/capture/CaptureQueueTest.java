package dev.headwater.operator.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.operator.Given;
import dev.headwater.operator.capture.CaptureQueue.Waiting;
import dev.headwater.operator.model.RunOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CaptureQueueTest {
    private static final CaptureSettings THREE = new CaptureSettings(3, Duration.ofSeconds(3));

    private static Waiting waiting(String run, boolean defaultLane, long order) {
        return new Waiting(run, defaultLane, new RunOrder(order, 1));
    }

    private static CaptureStep next(Waiting own, List<Waiting> others, long pending) {
        return CaptureQueue.next(own, others, pending, THREE, false, Given.START);
    }

    @Test
    void while_there_is_room_everybody_is_taken() {
        assertThat(next(waiting("ci/a", false, 9), List.of(waiting("ci/b", true, 1)), 1))
                .isInstanceOf(CaptureStep.Take.class);
    }

    @Test
    void the_default_lane_comes_first_then_the_order_of_runs() {
        var main = waiting("ci/a", true, 9);
        var older = waiting("ci/b", false, 1);
        var newer = waiting("ci/c", false, 2);
        assertThat(next(main, List.of(older, newer), 2)).isInstanceOf(CaptureStep.Take.class);
        assertThat(next(older, List.of(main, newer), 2)).isInstanceOf(CaptureStep.Queue.class);
        assertThat(next(older, List.of(main, newer), 1)).isInstanceOf(CaptureStep.Take.class);
        assertThat(next(newer, List.of(main, older), 1)).isInstanceOf(CaptureStep.Queue.class);
    }

    @Test
    void it_is_said_once_that_others_come_first() {
        var own = waiting("ci/a", true, 1);
        assertThat(((CaptureStep.Queue) next(own, List.of(), 3)).sentence())
                .isEqualTo(
                        "3 snapshots are under way, as many as capture.maxPending allows, and 0 wait before this one.");
        assertThat(CaptureQueue.next(own, List.of(), 3, THREE, true, Given.START))
                .isEqualTo(new CaptureStep.Wait(Given.START.plusSeconds(3)));
    }

    /** Whoever asks, in whatever order: exactly as many are told to go on as there is room for. */
    @Property(tries = 200)
    void the_room_is_filled_and_never_exceeded(
            @ForAll @IntRange(max = 6) int pending, @ForAll @IntRange(max = 8) int runs, @ForAll long seed) {
        var random = new Random(seed);
        var all = new ArrayList<>(IntStream.range(0, runs)
                .mapToObj(number -> waiting("ci/run-" + number, random.nextBoolean(), random.nextInt(4)))
                .toList());
        Collections.shuffle(all, random);

        var taken = all.stream()
                .filter(own ->
                        next(own, all.stream().filter(other -> other != own).toList(), pending)
                                instanceof CaptureStep.Take)
                .count();

        assertThat(taken).isEqualTo(Math.clamp(3L - pending, 0, runs));
    }
}
