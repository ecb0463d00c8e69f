package dev.headwater.node.slot;

import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.RunRecord.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * Whether a keeper's container can start later. A job has its volume as soon as the kubelet has mounted it, and no container has to run for
 * that; where many jobs wait for theirs at once, containers that start meanwhile are what they wait for (docs/decisions/0039).
 */
public final class KeeperStartPolicy {
    /** Well below the two minutes after which the kubelet gives up a call. */
    static final Duration LONGEST = Duration.ofSeconds(15);

    /** Whoever waits longer does not wait for this node's processors. */
    static final Duration CROWD = Duration.ofSeconds(30);

    /**
     * @param keeper name of the keeper's pod, which is that of its run
     * @param publishedAt since when the keeper could start
     * @param runs of this node
     */
    public static boolean waits(String keeper, Instant publishedAt, Collection<RunRecord> runs, Instant now) {
        return now.isBefore(publishedAt.plus(LONGEST))
                && runs.stream().anyMatch(run -> isOf(run, keeper) && isIdle(run))
                && runs.stream().anyMatch(run -> !isOf(run, keeper) && awaitsMount(run, now));
    }

    private static boolean isOf(RunRecord run, String keeper) {
        return run.ask().run().equals(keeper);
    }

    /** Nobody has an order for its keeper. */
    private static boolean isIdle(RunRecord run) {
        return switch (run.phase()) {
            case WAITING -> true;
            case ATTACHED ->
                run.local().checkouts().isEmpty() && run.local().wish().isEmpty();
            case SEALING, UNSTAGING, OVER -> false;
        };
    }

    private static boolean awaitsMount(RunRecord run, Instant now) {
        return run.phase() == Phase.WAITING
                && now.isBefore(run.ask().step().askedAt().plus(CROWD));
    }

    private KeeperStartPolicy() {}
}
