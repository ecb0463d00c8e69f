package dev.headwater.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A sound aftermath of four jobs of one stream, one after the other, that tests break: two saved main, one skipped, one said nothing. */
final class SmallWorld {
    static final long SEED = 42;
    static final Leg MAIN = new Leg("chaos-1", "refs/heads/main");
    static final Leg FEATURE = new Leg("chaos-1", "refs/heads/feature/flood");
    private static final Instant BEGAN = Instant.parse("2026-11-23T10:00:00Z");

    final List<PlannedKill> kills = new ArrayList<>();
    final Set<String> lostNodes = new HashSet<>();
    final List<JobFacts> jobs = new ArrayList<>();
    final List<SnapshotFacts> snapshots = new ArrayList<>();
    final List<HeadFacts> heads = new ArrayList<>();
    final List<String> leftovers = new ArrayList<>();
    int killed;

    SmallWorld() {
        jobs.add(job(1, MAIN, Ending.SAVE, Optional.empty(), List.of()));
        jobs.add(job(2, MAIN, Ending.SAVE, Optional.of("snapshot-1"), List.of(1)));
        jobs.add(job(3, FEATURE, Ending.SKIP, Optional.of("snapshot-2"), List.of(1, 2)));
        jobs.add(job(4, MAIN, Ending.SILENT, Optional.of("snapshot-2"), List.of(1, 2)));
        snapshots.add(snapshot(1, Optional.empty(), List.of(1)));
        snapshots.add(snapshot(2, Optional.of("snapshot-1"), List.of(1, 2)));
        heads.add(new HeadFacts("chaos-1", "branch:main", "snapshot-2"));
    }

    Aftermath aftermath() {
        var plan = new ChaosPlan(SEED, jobs.stream().map(JobFacts::plan).toList(), kills);
        return new Aftermath(plan, killed, lostNodes, jobs, snapshots, heads, leftovers);
    }

    List<String> findings() {
        return ChaosJudge.findings(aftermath());
    }

    /** @param number of the job */
    void change(int number, UnaryOperator<JobFacts> change) {
        jobs.set(number - 1, change.apply(jobs.get(number - 1)));
    }

    /** @param number of the job */
    void changeRun(int number, UnaryOperator<RunFacts> change) {
        change(number, job -> new JobFacts(job.plan(), job.report(), job.run().map(change)));
    }

    /** @param number of the job */
    void judged(int number, boolean save, String reason) {
        changeRun(number, run -> with(run, Optional.of(verdict(save, reason, number))));
    }

    /** The snapshot of a job is not there, and no run knows of it. */
    void neverSaved(int number) {
        snapshots.removeIf(snapshot -> snapshot.order() == number);
        heads.clear();
        heads.add(new HeadFacts("chaos-1", "branch:main", "snapshot-1"));
    }

    static RunFacts with(RunFacts run, Optional<RunFacts.Verdict> verdict) {
        return new RunFacts(
                run.name(), run.node(), run.complete(), run.outcome(), run.restored(), run.decidedAt(), verdict);
    }

    static SnapshotFacts snapshot(int number, Optional<String> parent, List<Integer> chain) {
        return new SnapshotFacts(
                "snapshot-" + number,
                MAIN.key(),
                MAIN.lane(),
                number,
                parent,
                true,
                Optional.of(Content.expected(SEED, chain)));
    }

    /** Of a job that starts in the minute of its number, and whose snapshot is ready half a minute later. */
    static JobFacts job(int number, Leg leg, Ending ending, Optional<String> restored, List<Integer> found) {
        var plan = new PlannedJob(number, number, leg, ending, Duration.ofSeconds(1));
        var verdict = switch (ending) {
            case SAVE -> verdict(true, "JobAsked", number);
            case SKIP -> verdict(false, "JobAskedToSkip", number);
            case SILENT -> verdict(false, "NotAsked", number);
        };
        var run = new RunFacts(
                "run-" + number,
                "node-1",
                true,
                Optional.of("attached"),
                restored,
                Optional.of(BEGAN.plusSeconds(60L * number)),
                Optional.of(verdict));
        return new JobFacts(plan, Optional.of(report(ending, number, found)), Optional.of(run));
    }

    static JobReport report(Ending ending, int number, List<Integer> found) {
        var digest = Content.expected(SEED, found).digest();
        var chain = String.join(" ", found.stream().map(String::valueOf).toList());
        return new JobReport(Map.of(
                "restore-exit",
                "0",
                "end-exit",
                "0",
                "found",
                digest + " " + chain,
                "saved-snapshot-id",
                ending == Ending.SAVE ? "snapshot-" + number : ""));
    }

    private static RunFacts.Verdict verdict(boolean save, String reason, int number) {
        return save
                ? new RunFacts.Verdict(
                        true,
                        reason,
                        Optional.of("snapshot-" + number),
                        Optional.of(BEGAN.plusSeconds(60L * number + 30)))
                : new RunFacts.Verdict(false, reason, Optional.empty(), Optional.empty());
    }
}
