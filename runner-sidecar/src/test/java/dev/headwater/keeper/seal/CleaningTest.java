package dev.headwater.keeper.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.keeper.hygiene.Hygiene;
import dev.headwater.keeper.hygiene.SecretScan;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.testing.Program;
import dev.headwater.keeper.volume.Volume;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of the program that cleans and searches, the keeper goes on and says how far it came. */
@Timeout(60)
class CleaningTest {
    private static final Hygiene OFF = new Hygiene(List.of(), List.of(), List.of(), SecretScan.Off);

    @TempDir
    Path temporary;

    @Test
    void whatTheProgramToldIsReported() throws Exception {
        assertThat(run("echo found npm-token a/b c; echo scrubbed x; echo scrubbed y; echo swept z; echo done 5 600"))
                .containsAllEntriesOf(Map.of(
                        "scan", "Complete",
                        "finding-1", "npm-token a/b c",
                        "scrubbed-files", "2",
                        "swept-files", "1",
                        "searched-files", "5",
                        "searched-bytes", "600"))
                .doesNotContainKeys("scan-why", "finding-2");
    }

    @Test
    void aProgramThatIsKilledInTheMiddleLeavesWhatItFound() throws Exception {
        assertThat(run("echo found npm-token a; kill -9 $$"))
                .containsEntry("scan", "Incomplete")
                .containsEntry("scan-why", "The search ended with code 137: exit code 137")
                .containsEntry("finding-1", "npm-token a");
    }

    @Test
    void aProgramThatHangsIsEndedInItsTime() throws Exception {
        assertThat(run("echo found npm-token a; exec sleep 600", Hygiene.DEFAULT, Duration.ofMillis(1500)))
                .containsEntry("scan", "Incomplete")
                .containsEntry("scan-why", "The search was not done in its time.");
    }

    @Test
    void aProgramThatRunsOutOfMemoryIsIncomplete() throws Exception {
        assertThat(run("echo Terminating due to java.lang.OutOfMemoryError >&2; exit 3"))
                .containsEntry(
                        "scan-why", "The search ended with code 3: Terminating due to java.lang.OutOfMemoryError");
    }

    @Test
    void aProgramThatEndsWithoutAWordIsIncomplete() throws Exception {
        assertThat(run("exit 0")).containsEntry("scan", "Incomplete").containsKey("scan-why");
    }

    @Test
    void aProgramThatIsNotThereIsIncomplete() throws Exception {
        var runner = new CommandRunner();
        var cleaning = new Cleaning(runner, new Volume(temporary), Hygiene.DEFAULT, temporary.resolve("missing"));

        assertThat(cleaning.run(Instant.EPOCH, Deadline.in(Duration.ofSeconds(30)))
                        .toFields()
                        .values())
                .containsEntry("scan", "Incomplete")
                .hasEntrySatisfying("scan-why", why -> assertThat(why).startsWith("The search could not be started"));
    }

    @Test
    void whatWasLeftMakesItIncomplete() throws Exception {
        assertThat(run("echo \"left 'a' (permission denied)\"; echo \"left 'b' (x)\"; echo done 0 0"))
                .containsEntry("scan", "Incomplete")
                .containsEntry("scan-why", "Could not be read or cleaned: 'a' (permission denied).");
    }

    @Test
    void moreFindingsThanAReportHoldsAreCut() throws Exception {
        assertThat(run("for i in $(seq 40); do echo found npm-token $i; done; echo done 0 0"))
                .containsEntry("scan", "Complete")
                .containsEntry("finding-16", "npm-token 16")
                .doesNotContainKey("finding-17");
        assertThat(run("for i in $(seq 300); do echo found npm-token $i; done; echo done 0 0"))
                .containsEntry("scan", "Incomplete")
                .containsEntry("scan-why", "The search ended at 256 findings.");
    }

    @Test
    void whatWasFoundInAFileThatEverybodyKnowsIsNotReportedAndMakesRoomForTheRest() throws Exception {
        var outcome = clean(
                "for i in $(seq 30); do echo found npm-token w/$i; done; echo done 0 0",
                Hygiene.DEFAULT,
                Duration.ofSeconds(30));

        var rest = outcome.without(
                (paths, _) ->
                        paths.stream().filter(path -> path.compareTo("w/2") < 0).collect(Collectors.toSet()),
                Deadline.in(Duration.ofSeconds(30)));

        assertThat(rest.toFields().values())
                .containsEntry("scan", "Complete")
                .containsEntry("finding-1", "npm-token w/2")
                .doesNotContainValue("npm-token w/10");
    }

    @Test
    void whereNothingIsSearchedACredentialThatStaysStillCounts() throws Exception {
        assertThat(run("echo done 0 0", OFF, Duration.ofSeconds(30))).containsEntry("scan", "Skipped");
        assertThat(run("echo \"left '.netrc' (x)\"; echo done 0 0", OFF, Duration.ofSeconds(30)))
                .containsEntry("scan", "Incomplete");
    }

    private Map<String, String> run(String script) throws Exception {
        return run(script, Hygiene.DEFAULT, Duration.ofSeconds(30));
    }

    private Map<String, String> run(String script, Hygiene hygiene, Duration time) throws Exception {
        return clean(script, hygiene, time).toFields().values();
    }

    private ScanOutcome clean(String script, Hygiene hygiene, Duration time) throws Exception {
        var java = Program.script(temporary.resolve("java"), script);
        return new Cleaning(new CommandRunner(), new Volume(temporary), hygiene, java)
                .run(Instant.EPOCH, Deadline.in(time));
    }
}
