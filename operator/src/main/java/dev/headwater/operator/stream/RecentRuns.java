package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.api.v1alpha1.StreamStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the runs of a stream say about it. */
final class RecentRuns {
    /** A lane is stuck when so many verdicts in a row were superseded: late runs of older commits happen, a series of them does not. */
    static final int SERIES = 3;

    /** A run with an entry of its journal. */
    private record Entry<T>(BuildSnapshotRun run, T entry, Instant at) {
        static <T> Comparator<Entry<T>> byTime() {
            return Comparator.comparing((Entry<T> entry) -> entry.at())
                    .thenComparing(entry -> entry.run().getMetadata().getName());
        }
    }

    static Optional<StreamStatus.LastRestore> lastRestore(List<BuildSnapshotRun> runs) {
        return runs.stream()
                .flatMap(run -> Optional.ofNullable(run.getStatus()).map(RunStatus::restore).stream()
                        .map(restore -> new Entry<>(run, restore, Instant.parse(restore.at()))))
                .max(Entry.byTime())
                .map(last -> new StreamStatus.LastRestore(
                        last.run().getMetadata().getName(),
                        last.entry().from(),
                        last.entry().reason(),
                        last.entry().snapshot(),
                        last.entry().at()));
    }

    static Optional<StreamStatus.LastSave> lastSave(List<BuildSnapshotRun> runs) {
        return verdicts(runs).stream()
                .max(Entry.byTime())
                .map(last -> new StreamStatus.LastSave(
                        last.run().getMetadata().getName(),
                        last.entry().decision(),
                        last.entry().reason(),
                        last.entry().snapshot(),
                        last.entry().at()));
    }

    /** The first lane, by name, whose last verdicts were all superseded. */
    static Optional<Complaint> stuck(BuildSnapshotStream stream, List<BuildSnapshotRun> runs) {
        return verdicts(runs).stream().collect(Collectors.groupingBy(RecentRuns::place)).entrySet().stream()
                .sorted(Comparator.comparing(lane -> lane.getKey().toString()))
                .flatMap(lane ->
                        superseded(lane.getValue()).stream().map(last -> complaint(stream, lane.getKey(), last)))
                .findFirst();
    }

    private static List<Entry<RunStatus.Save>> verdicts(List<BuildSnapshotRun> runs) {
        return runs.stream()
                .flatMap(run -> Optional.ofNullable(run.getStatus()).map(RunStatus::save).stream()
                        .map(save -> new Entry<>(run, save, Instant.parse(save.at()))))
                .toList();
    }

    /** Each is saved apart from the others. */
    private record Place(String lane, String version, String platform) {}

    private static Place place(Entry<?> verdict) {
        var request = verdict.run().getSpec().request();
        return new Place(
                Objects.requireNonNullElse(verdict.run().getStatus().lane(), ""),
                request.version(),
                request.os() + "/" + request.arch());
    }

    private static Optional<RunStatus.Save> superseded(List<Entry<RunStatus.Save>> verdicts) {
        List<RunStatus.Save> last = verdicts.stream()
                .sorted(Entry.<RunStatus.Save>byTime().reversed())
                .limit(SERIES)
                .map(Entry::entry)
                .toList();
        return last.size() == SERIES
                        && last.stream().allMatch(save -> save.reason().equals(SaveReason.Superseded.name()))
                ? Optional.of(last.getFirst())
                : Optional.empty();
    }

    private static Complaint complaint(BuildSnapshotStream stream, Place place, RunStatus.Save last) {
        return new Complaint(
                StreamReason.LaneSuperseded,
                "The last %d saves of %s came to nothing. %s If that head should not be there, name it in spec.exclude: kubectl edit bss %s -n %s"
                        .formatted(
                                SERIES,
                                place.lane(),
                                Objects.requireNonNullElse(last.message(), ""),
                                stream.getMetadata().getName(),
                                stream.getMetadata().getNamespace()));
    }

    private RecentRuns() {}
}
