package dev.headwater.e2e.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must hold of bytes: jobs find, and snapshots hold, exactly what the jobs before have written. */
final class ContentRules {
    private ContentRules() {}

    static Stream<String> findings(Aftermath aftermath) {
        return Stream.concat(
                aftermath.jobs().stream().flatMap(job -> found(aftermath, job).stream()),
                aftermath.snapshots().stream().flatMap(snapshot -> held(aftermath, snapshot).stream()));
    }

    private static Optional<String> found(Aftermath aftermath, JobFacts job) {
        var expected = Content.expected(aftermath.plan().seed(), before(aftermath, job));
        return job.report()
                .flatMap(JobReport::found)
                .filter(content -> !content.equals(expected))
                .map(content ->
                        "%s found %s on its volume and should have found %s.".formatted(job.plan(), content, expected));
    }

    private static Optional<String> held(Aftermath aftermath, SnapshotFacts snapshot) {
        return aftermath
                .saver(snapshot.name())
                .map(job -> Content.expected(aftermath.plan().seed(), after(aftermath, job)))
                .filter(expected -> !snapshot.content().equals(Optional.of(expected)))
                .map(expected -> "Snapshot %s holds %s and should hold %s."
                        .formatted(
                                snapshot.name(),
                                snapshot.content().map(Content::toString).orElse("nothing that can be read"),
                                expected));
    }

    /** The jobs whose work a job must find; none on scratch. */
    private static List<Integer> before(Aftermath aftermath, JobFacts job) {
        return job.run()
                .filter(RunFacts::isServed)
                .flatMap(RunFacts::restored)
                .flatMap(aftermath::saver)
                .map(parent -> after(aftermath, parent))
                .orElse(List.of());
    }

    private static List<Integer> after(Aftermath aftermath, JobFacts job) {
        var chain = new ArrayList<>(before(aftermath, job));
        chain.add(job.plan().number());
        return chain;
    }
}
