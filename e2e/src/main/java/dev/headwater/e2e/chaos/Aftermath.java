package dev.headwater.e2e.chaos;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known when nothing happens any more.
 *
 * @param kills that hit something
 * @param lostNodes nodes that were lost on purpose
 * @param snapshots of this plan
 * @param leftovers a sentence for each thing that should be gone
 */
record Aftermath(
        ChaosPlan plan,
        int kills,
        Set<String> lostNodes,
        List<JobFacts> jobs,
        List<SnapshotFacts> snapshots,
        List<HeadFacts> heads,
        List<String> leftovers) {

    /** The job that saved a snapshot of this name, according to its run. */
    Optional<JobFacts> saver(String snapshot) {
        return jobs.stream()
                .filter(job -> job.saved().equals(Optional.of(snapshot)))
                .findFirst();
    }

    /** Whether the job's node was lost, so that much is excused; a job that got nowhere may have been there. */
    boolean isLost(JobFacts job) {
        return job.run()
                .map(run -> lostNodes.contains(run.node()))
                .orElse(!lostNodes.isEmpty() && job.report().isEmpty());
    }
}
