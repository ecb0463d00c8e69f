package dev.headwater.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChaosJudgeTest {
    private final SmallWorld world = new SmallWorld();

    private void assertFinding(String... words) {
        assertThat(world.findings()).singleElement().asString().contains(words);
    }

    @Test
    void in_a_sound_world_there_is_nothing_to_find() {
        assertThat(world.findings()).isEmpty();
    }

    @Test
    void a_job_without_a_run_is_found() {
        world.change(4, job -> new JobFacts(job.plan(), job.report(), Optional.empty()));
        assertThat(world.findings()).anyMatch(finding -> finding.startsWith("Job 4") && finding.contains("has no run"));
    }

    @Test
    void a_job_that_did_not_come_to_its_end_is_found() {
        world.change(2, job -> new JobFacts(job.plan(), Optional.empty(), job.run()));
        assertFinding("Job 2", "did not come to its end");
    }

    @Test
    void a_step_that_failed_is_found() {
        world.change(
                4,
                job -> new JobFacts(
                        job.plan(),
                        Optional.of(new JobReport(Map.of(
                                "restore-exit",
                                "3",
                                "found",
                                job.report().orElseThrow().values().get("found")))),
                        job.run()));
        assertFinding("A step of job 4", "restore-exit=3");
    }

    @Test
    void a_job_that_got_no_volume_is_found() {
        world.changeRun(
                4,
                run -> new RunFacts(
                        run.name(),
                        run.node(),
                        true,
                        Optional.of("scratch"),
                        run.restored(),
                        run.decidedAt(),
                        run.verdict()));
        assertThat(world.findings())
                .anyMatch(finding -> finding.startsWith("Job 4") && finding.contains("got no volume"));
    }

    @Test
    void a_run_that_is_not_complete_or_has_no_verdict_is_found() {
        world.changeRun(
                3,
                run -> new RunFacts(
                        run.name(), run.node(), false, run.outcome(), run.restored(), run.decidedAt(), run.verdict()));
        world.changeRun(4, run -> SmallWorld.with(run, Optional.empty()));
        assertThat(world.findings())
                .hasSize(2)
                .anyMatch(finding -> finding.startsWith("Run run-3") && finding.contains("is not complete"))
                .anyMatch(finding -> finding.startsWith("Run run-4") && finding.contains("has no verdict"));
    }

    @Test
    void a_save_that_was_not_made_is_found() {
        world.judged(2, false, "VolumeUnclean");
        world.change(2, job -> new JobFacts(job.plan(), told(job, ""), job.run()));
        world.neverSaved(2);
        assertThat(world.findings())
                .anyMatch(finding ->
                        finding.startsWith("Job 2") && finding.contains("VolumeUnclean, for which there is no reason"));
    }

    @Test
    void a_lost_node_excuses_an_unclean_volume_and_a_job_that_told_nothing() {
        world.lostNodes.add("node-1");
        world.judged(4, false, "VolumeUnclean");
        world.change(4, job -> new JobFacts(job.plan(), Optional.empty(), job.run()));
        assertThat(world.findings()).isEmpty();
    }

    @Test
    void superseded_is_earned_by_a_later_save_of_the_lane_only() {
        world.judged(1, false, "Superseded");
        assertThat(world.findings()).noneMatch(finding -> finding.contains("for which there is no reason"));
        world.judged(2, false, "Superseded");
        assertThat(world.findings())
                .filteredOn(finding -> finding.contains("Superseded, for which there is no reason"))
                .hasSize(2);
    }

    @Test
    void a_volume_that_nobody_wanted_saved_is_found() {
        world.judged(3, true, "JobAsked");
        assertThat(world.findings()).anyMatch(finding -> finding.contains("whose ending was SKIP"));
    }

    @Test
    void a_step_that_was_told_of_another_snapshot_is_found() {
        world.change(2, job -> new JobFacts(job.plan(), told(job, "snapshot-9"), job.run()));
        assertFinding("Job 2", "was told of snapshot snapshot-9");
    }

    @Test
    void a_snapshot_that_is_gone_is_found() {
        world.snapshots.removeLast();
        assertFinding("The save of job 2", "[]");
    }

    @Test
    void a_run_that_was_saved_twice_is_found() {
        world.snapshots.add(new SnapshotFacts(
                "snapshot-2b",
                "chaos-1",
                "branch:main",
                2,
                Optional.of("snapshot-1"),
                true,
                Optional.of(Content.expected(SmallWorld.SEED, List.of(1, 2)))));
        assertThat(world.findings())
                .hasSize(2)
                .anyMatch(finding -> finding.contains("[snapshot-2, snapshot-2b]"))
                .anyMatch(finding -> finding.contains("No run has saved snapshot snapshot-2b"));
    }

    @Test
    void a_snapshot_that_cannot_be_restored_is_found() {
        var sound = world.snapshots.removeLast();
        world.snapshots.add(new SnapshotFacts(
                sound.name(), sound.key(), sound.lane(), sound.order(), sound.parent(), false, Optional.empty()));
        assertThat(world.findings())
                .hasSize(2)
                .anyMatch(finding -> finding.contains("cannot be restored"))
                .anyMatch(finding -> finding.contains("nothing that can be read"));
    }

    @Test
    void a_record_that_disagrees_with_its_run_is_found() {
        var sound = world.snapshots.removeLast();
        world.snapshots.add(new SnapshotFacts(
                sound.name(), sound.key(), sound.lane(), sound.order(), Optional.empty(), true, sound.content()));
        assertFinding("disagrees with the run of job 2");
    }

    @Test
    void a_snapshot_that_is_not_for_the_job_is_found() {
        world.jobs.add(SmallWorld.job(
                5, new Leg("chaos-2", "refs/heads/main"), Ending.SILENT, Optional.of("snapshot-2"), List.of(1, 2)));
        assertFinding("Job 5", "which is not for it");
    }

    @Test
    void what_a_pull_request_saved_is_for_that_pull_request_only() {
        var pull = new Leg("chaos-1", "refs/pull/7/merge");
        assertThat(pull.lane()).isEqualTo("pull:7");
        assertThat(pull.sources()).containsExactly("pull:7", "branch:main");
        assertThat(SmallWorld.MAIN.sources()).containsExactly("branch:main");
    }

    @Test
    void an_older_snapshot_and_an_empty_volume_are_found_where_a_newer_one_was_ready() {
        world.change(
                3, job -> SmallWorld.job(3, SmallWorld.FEATURE, Ending.SKIP, Optional.of("snapshot-1"), List.of(1)));
        world.change(4, job -> SmallWorld.job(4, SmallWorld.MAIN, Ending.SILENT, Optional.empty(), List.of()));
        assertThat(world.findings())
                .hasSize(2)
                .anyMatch(finding -> finding.startsWith("Job 3") && finding.contains("although the snapshot of job 2"))
                .anyMatch(finding -> finding.startsWith("Job 4") && finding.contains("an empty volume"));
    }

    @Test
    void a_head_that_is_older_missing_or_of_nobody_is_found() {
        world.heads.clear();
        world.heads.add(new HeadFacts("chaos-1", "branch:main", "snapshot-1"));
        world.heads.add(new HeadFacts("chaos-2", "branch:main", "snapshot-8"));
        assertThat(world.findings())
                .containsExactly(
                        "The head of chaos-1 branch:main is snapshot-1 and should be snapshot-2.",
                        "The head of chaos-2 branch:main is snapshot-8 and should be none.");
        world.heads.clear();
        assertFinding("is none and should be snapshot-2");
    }

    @Test
    void bytes_that_differ_are_found_in_jobs_and_in_snapshots() {
        world.change(
                4, job -> SmallWorld.job(4, SmallWorld.MAIN, Ending.SILENT, Optional.of("snapshot-2"), List.of(2, 1)));
        assertFinding("Job 4", "found [2, 1]", "should have found [1, 2]");

        var other = new SmallWorld();
        other.snapshots.set(1, SmallWorld.snapshot(2, Optional.of("snapshot-1"), List.of(1)));
        assertThat(other.findings()).singleElement().asString().contains("Snapshot snapshot-2 holds [1]");
    }

    @Test
    void leftovers_and_kills_that_did_not_happen_are_found() {
        world.leftovers.add("claim run-1");
        world.kills.add(new PlannedKill(Duration.ZERO, Victim.KEEPER, 0.5, Duration.ZERO));
        assertThat(world.findings())
                .containsExactly(
                        "Only 0 of 1 kills found somebody to kill before the jobs were over.",
                        "Left over: claim run-1.");
    }

    @Test
    void content_is_what_awk_and_sha256sum_make_of_the_same_numbers() {
        assertThat(Content.expected(42, List.of(1, 2)).digest())
                .isEqualTo("9207270bd05dcd09ae4bd1b78334be83ae0b4eb3eb19f0e95b7f5a40b5e28be7");
    }

    private static Optional<JobReport> told(JobFacts job, String snapshot) {
        var values = new HashMap<>(job.report().orElseThrow().values());
        values.put("saved-snapshot-id", snapshot);
        return Optional.of(new JobReport(values));
    }
}
