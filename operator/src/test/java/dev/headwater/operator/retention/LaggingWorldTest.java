package dev.headwater.operator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.Condemnation;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.Snapshot.State;
import dev.headwater.operator.model.Uses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Runs choose snapshots from a cache that lags behind and write it down late, retention looks from such a cache and dies between two writes:
 * what a run chose is never deleted while the run lives.
 */
class LaggingWorldTest {
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final int MOST_LAG_MINUTES = 5;
    private static final int MOST_THINKING_MINUTES = 4;
    private static final int ACTIONS = 120;

    @Property(tries = 100)
    void what_is_in_use_is_never_deleted(@ForAll long seed) {
        new World(seed).live();
    }

    /** One history. */
    private static final class World {
        /** A run that was decided from some view; the API server learns of it later. */
        private record Choice(String snapshot, Instant writtenAt) {}

        private final Random random;
        private final Keeping keeping = new Keeping();
        private final TreeMap<Instant, Map<String, Snapshot>> history = new TreeMap<>();
        private final Map<String, Snapshot> truth = new HashMap<>();

        /** Whose contents are flipped already. */
        private final Set<String> doomed = new HashSet<>();

        private final List<Choice> living = new ArrayList<>();
        private String newestOfMain = "";
        private int deleted;
        private long runId;

        World(long seed) {
            random = new Random(seed);
        }

        private void live() {
            for (var i = 0; i < ACTIONS; i++) {
                switch (random.nextInt(6)) {
                    case 0 -> save();
                    case 1 -> choose();
                    case 2 -> finish();
                    case 3, 4 -> look();
                    default -> keeping.now = keeping.now.plus(Duration.ofMinutes(1 + random.nextInt(3)));
                }
                history.put(keeping.now, Map.copyOf(truth));
                assertThat(doomed)
                        .as("what would go with its VolumeSnapshot is still marked as such")
                        .allMatch(name -> truth.get(name).condemned().isPresent());
            }
            assertThat(truth.size() + deleted).isEqualTo((int) runId);
        }

        private void save() {
            runId++;
            var lane = random.nextBoolean() ? Keeping.MAIN : Keeping.FEATURE;
            if (lane.equals(Keeping.MAIN)) {
                newestOfMain = "s" + runId;
            }
            truth.put(
                    "s" + runId,
                    Keeping.snapshot(
                            "s" + runId,
                            Keeping.lineage(lane, "", "linux/amd64", runId, TrustLevel.Latched),
                            State.READY,
                            keeping.now,
                            Uses.NONE));
        }

        /** What is chosen is looked at once more before a claim is made of it: of what is gone by then nothing is made. */
        private void choose() {
            var sound = view().values().stream()
                    .filter(snapshot -> snapshot.condemned().isEmpty() && truth.containsKey(snapshot.name()))
                    .map(Snapshot::name)
                    .sorted()
                    .toList();
            if (!sound.isEmpty()) {
                living.add(new Choice(
                        sound.get(random.nextInt(sound.size())),
                        keeping.now.plus(Duration.ofMinutes(random.nextInt(MOST_THINKING_MINUTES + 1)))));
            }
        }

        private void finish() {
            if (!living.isEmpty()) {
                living.remove(random.nextInt(living.size()));
            }
        }

        private Map<String, Snapshot> view() {
            var at = keeping.now.minus(Duration.ofMinutes(random.nextInt(MOST_LAG_MINUTES + 1)));
            return Optional.ofNullable(history.floorEntry(at))
                    .map(Map.Entry::getValue)
                    .orElse(Map.of());
        }

        private void look() {
            if (!steps(view().values().stream().toList(), Set.of()).isEmpty()) {
                var used = living.stream()
                        .filter(choice -> !choice.writtenAt().isAfter(keeping.now))
                        .map(Choice::snapshot)
                        .collect(Collectors.toSet());
                for (var step : steps(List.copyOf(truth.values()), used)) {
                    act(step);
                    if (random.nextInt(8) == 0) {
                        return;
                    }
                }
            }
        }

        private List<RetentionStep> steps(List<Snapshot> snapshots, Set<String> inUse) {
            var plan = RetentionPlanner.plan(snapshots, inUse, keeping.rules(), keeping.now);
            return RetentionPolicy.steps(snapshots, plan, keeping.settings, GRACE, keeping.now);
        }

        private void act(RetentionStep step) {
            var name = step.snapshot();
            switch (step) {
                case RetentionStep.Stamp(var _, var uses) ->
                    truth.computeIfPresent(name, (_, found) -> found.and(uses));
                case RetentionStep.Spare _ -> {
                    doomed.remove(name);
                    truth.computeIfPresent(name, (_, found) -> with(found, Optional.empty()));
                }
                case RetentionStep.Condemn(var _, var verdict) ->
                    truth.computeIfPresent(name, (_, found) -> with(found, Optional.of(verdict)));
                case RetentionStep.Delete _ -> {
                    doomed.add(name);
                    if (random.nextInt(4) > 0) {
                        assertThat(living.stream().map(Choice::snapshot)).doesNotContain(name);
                        assertThat(name).isNotEqualTo(newestOfMain);
                        truth.remove(name);
                        doomed.remove(name);
                        deleted++;
                    }
                }
            }
        }

        private static Snapshot with(Snapshot snapshot, Optional<Condemnation> verdict) {
            return new Snapshot(
                    snapshot.name(),
                    snapshot.lineage(),
                    snapshot.state(),
                    snapshot.cutAt(),
                    snapshot.restoreBytes(),
                    snapshot.driver(),
                    snapshot.uses(),
                    verdict);
        }
    }
}
