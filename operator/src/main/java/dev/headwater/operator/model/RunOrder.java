package dev.headwater.operator.model;

import dev.headwater.api.v1alpha1.RunSpec;
import java.util.Comparator;

/** The order of a lane's snapshots: by workflow run, then by attempt; never by the clock, which later runs of older commits beat. */
public record RunOrder(long runId, int attempt) implements Comparable<RunOrder> {
    private static final Comparator<RunOrder> ORDER =
            Comparator.comparingLong(RunOrder::runId).thenComparingInt(RunOrder::attempt);

    public static RunOrder of(RunSpec.Job job) {
        return new RunOrder(job.runId(), job.runAttempt());
    }

    @Override
    public int compareTo(RunOrder other) {
        return ORDER.compare(this, other);
    }

    /** Whether this run comes strictly after the other. */
    public boolean isAfter(RunOrder other) {
        return compareTo(other) > 0;
    }
}
