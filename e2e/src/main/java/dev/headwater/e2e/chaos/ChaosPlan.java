package dev.headwater.e2e.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Everything that is decided beforehand: the same for the same seed. How jobs and kills meet is up to the machine.
 *
 * @param jobs in the order in which they start
 */
record ChaosPlan(long seed, List<PlannedJob> jobs, List<PlannedKill> kills) {
    /** Keys of the streams; see {@code streams.yaml}. */
    static final List<String> KEYS = List.of("chaos-1", "chaos-2", "chaos-3", "chaos-4");

    private static final List<String> REFS =
            List.of("refs/heads/main", "refs/heads/main", "refs/heads/feature/flood", "refs/pull/7/merge");
    private static final List<Ending> ENDINGS =
            List.of(Ending.SAVE, Ending.SAVE, Ending.SAVE, Ending.SAVE, Ending.SAVE, Ending.SKIP, Ending.SILENT);

    /** So many jobs start without waiting for kills. */
    private static final int FIRST = 3;

    /** Workflow runs of neighbouring numbers start in any order. */
    private static final int NEIGHBOURS = 4;

    private static final Duration LONGEST_WORK = Duration.ofSeconds(5);
    private static final Duration LONGEST_PEACE = Duration.ofSeconds(5);
    private static final Duration LONGEST_DOWN = Duration.ofSeconds(3);

    /** @param nodes of the cluster; where there is more than one, one is lost near the end */
    static ChaosPlan of(long seed, int jobs, int kills, int nodes) {
        var random = new Random(seed);
        var planned = new ChaosPlan(seed, jobs(jobs, random), kills(kills, random));
        return nodes > 1 ? planned.withLostNode() : planned;
    }

    /** In place of one of the last kills. */
    private ChaosPlan withLostNode() {
        var changed = new ArrayList<>(kills);
        var index = kills.size() * 7 / 8;
        changed.set(index, kills.get(index).with(Victim.NODE));
        return new ChaosPlan(seed, jobs, changed);
    }

    /** The kills after which a job may start: so they are spread over all jobs, and some are left for the last. */
    int killsBefore(PlannedJob job) {
        return Math.max(0, job.number() - FIRST) * kills.size() / jobs.size();
    }

    /** The jobs that must have started before the kill that follows so many others: so the last jobs do not run in peace. */
    int jobsBefore(int killed) {
        return killed * jobs.size() / kills.size();
    }

    private static List<PlannedJob> jobs(int count, Random random) {
        var orders = orders(count, random);
        return IntStream.range(0, count)
                .mapToObj(i -> new PlannedJob(
                        i + 1,
                        orders.get(i),
                        new Leg(KEYS.get(i % KEYS.size()), oneOf(REFS, random)),
                        oneOf(ENDINGS, random),
                        upTo(LONGEST_WORK, random)))
                .toList();
    }

    private static List<Integer> orders(int count, Random random) {
        var orders = new ArrayList<>(IntStream.rangeClosed(1, count).boxed().toList());
        for (var first = 0; first < count; first += NEIGHBOURS) {
            Collections.shuffle(orders.subList(first, Math.min(first + NEIGHBOURS, count)), random);
        }
        return orders;
    }

    /** Every kind once, and the others by weight; all in random order. */
    private static List<PlannedKill> kills(int count, Random random) {
        var weighted = Arrays.stream(Victim.values())
                .flatMap(victim -> Collections.nCopies(victim.weight(), victim).stream())
                .toList();
        var victims = new ArrayList<>(
                Stream.concat(weighted.stream().distinct(), Stream.generate(() -> oneOf(weighted, random)))
                        .limit(count)
                        .toList());
        Collections.shuffle(victims, random);
        return victims.stream()
                .map(victim -> new PlannedKill(
                        upTo(LONGEST_PEACE, random), victim, random.nextDouble(), upTo(LONGEST_DOWN, random)))
                .toList();
    }

    private static Duration upTo(Duration longest, Random random) {
        return Duration.ofMillis(random.nextLong(longest.toMillis()));
    }

    private static <T> T oneOf(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
