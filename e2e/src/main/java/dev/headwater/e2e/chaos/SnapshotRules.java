package dev.headwater.e2e.chaos;

import java.util.List;
import java.util.stream.Stream;

/** What must hold of snapshots: each save has made exactly one, and nothing else has made any. */
final class SnapshotRules {
    private SnapshotRules() {}

    static Stream<String> findings(Aftermath aftermath) {
        return Stream.concat(
                aftermath.jobs().stream().flatMap(job -> ofSave(aftermath, job)),
                aftermath.snapshots().stream().flatMap(snapshot -> ofSnapshot(aftermath, snapshot)));
    }

    private static Stream<String> ofSave(Aftermath aftermath, JobFacts job) {
        return job.saved().stream().flatMap(name -> {
            var own = aftermath.snapshots().stream()
                    .filter(snapshot -> snapshot.order() == job.plan().order())
                    .map(SnapshotFacts::name)
                    .toList();
            return own.equals(List.of(name))
                    ? Stream.empty()
                    : Stream.of("The save of %s made snapshot %s, but of its workflow run there are %s."
                            .formatted(job.plan(), name, own));
        });
    }

    private static Stream<String> ofSnapshot(Aftermath aftermath, SnapshotFacts snapshot) {
        var saver = aftermath.saver(snapshot.name());
        if (saver.isEmpty()) {
            return Stream.of("No run has saved snapshot %s.".formatted(snapshot.name()));
        }
        return Stream.concat(
                Stream.of(snapshot)
                        .filter(seen -> !seen.restorable())
                        .map(seen -> "Snapshot %s of %s cannot be restored."
                                .formatted(seen.name(), saver.get().plan())),
                Stream.of(snapshot)
                        .filter(seen -> !agrees(seen, saver.get()))
                        .map(seen -> "The record of %s disagrees with the run of %s."
                                .formatted(seen, saver.get().plan())));
    }

    private static boolean agrees(SnapshotFacts snapshot, JobFacts saver) {
        var leg = saver.plan().leg();
        return snapshot.key().equals(leg.key())
                && snapshot.lane().equals(leg.lane())
                && snapshot.order() == saver.plan().order()
                && snapshot.parent().equals(saver.run().flatMap(RunFacts::restored));
    }
}
