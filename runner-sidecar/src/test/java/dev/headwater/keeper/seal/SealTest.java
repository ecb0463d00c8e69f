package dev.headwater.keeper.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.control.ControlFile;
import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Relevance;
import dev.headwater.keeper.hygiene.Hygiene;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.testing.Program;
import dev.headwater.keeper.volume.Volume;
import dev.headwater.keeper.volume.VolumeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SealTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path temporary;

    Path root;
    Path record;
    /** A program that finds nothing, in no time. */
    Path java;

    @BeforeEach
    void begin() throws Exception {
        java = Program.script(temporary.resolve("java"), "echo done 3 4096");
        root = Files.createDirectory(temporary.resolve("volume"));
        record = root.resolve(".headwater/record");
    }

    @Test
    void theRecordHoldsTheOrdersFieldsAndWhatIsKnownOfTheVolume() throws Exception {
        var details = seal(Optional.of("abc"));

        var fields = ControlFile.parse(Files.readAllBytes(record));
        assertThat(fields.values())
                .containsEntry("lane", "branch:main")
                .containsEntry("head", "abc")
                .containsEntry("saved-at", "2026-03-01T12:00:00Z")
                .hasEntrySatisfying(
                        "git-version", version -> assertThat(version).startsWith("git version 2."))
                .containsAllEntriesOf(details.values());
        assertThat(details.number("used-bytes", 1, Long.MAX_VALUE)).isPresent();
        assertThat(details.number("used-inodes", 0, Long.MAX_VALUE)).isPresent();
        assertThat(details.number("total-bytes", 1, Long.MAX_VALUE))
                .contains(Files.getFileStore(root).getTotalSpace());
        assertThat(details.number("used-percent", 1, 100)).isPresent();
        assertThat(details.values())
                .containsEntry("scan", "Complete")
                .containsEntry("searched-files", "3")
                .containsEntry("searched-bytes", "4096");
        assertThat(VolumeRecord.savedAt(new Volume(root))).contains(NOW);
    }

    @Test
    void aSealIsRepeatable() throws Exception {
        var first = seal(Optional.empty());

        assertThat(seal(Optional.empty()).values())
                .containsOnlyKeys(first.values().keySet());
        assertThat(first.optional("head")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ln -s OUT .headwater",
                "touch .headwater",
                "mkfifo .headwater",
                "mkdir .headwater; ln -s OUT/file .headwater/record",
                "mkdir -p .headwater/record/x",
                "mkdir .headwater; mkfifo .headwater/record",
                "mkdir .headwater; mkfifo .headwater/record.new",
                "mkdir .headwater; ln -s OUT .headwater/new.git",
                "mkdir -p .headwater/new.git/objects; touch .headwater/new.git/HEAD"
            })
    void whateverTheJobPlantedTheRecordIsAFileOfOurs(String planted) throws Exception {
        var outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("file"), "mine");
        shell(planted.replace("OUT", outside.toString()));

        seal(Optional.empty());

        assertThat(record).isRegularFile();
        assertThat(Files.isSymbolicLink(root.resolve(".headwater"))).isFalse();
        assertThat(Files.isSymbolicLink(record)).isFalse();
        assertThat(outside.resolve("file")).hasContent("mine");
        try (var own = Files.list(root.resolve(".headwater"));
                var others = Files.list(outside)) {
            assertThat(own).containsExactly(record);
            assertThat(others).hasSize(1);
        }
    }

    @Test
    void whatAJobLeavesElsewhereIsNotEvenOpened() throws Exception {
        shell(
                "mkfifo fifo; ln -s loop loop; touch \"$(printf '%0250d' 0)\" \"$(printf 'a\\nb')\"; mkdir -m 000 closed");

        assertThat(seal(Optional.empty()).values()).containsKey("used-bytes");
    }

    @Test
    void anUnwritableVolumeIsAFailure() {
        var gone = executor(new Volume(root.resolve("gone")), java);

        assertThatThrownBy(() ->
                        gone.execute(order(), Optional.empty(), (_, _) -> Set.of(), Deadline.in(Duration.ofSeconds(5))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aSealThatHasNoTimeSaysSo() {
        var seal = executor(new Volume(root), java);

        assertThatThrownBy(
                        () -> seal.execute(order(), Optional.empty(), (_, _) -> Set.of(), Deadline.in(Duration.ZERO)))
                .isInstanceOf(OrderFailedException.class)
                .hasMessage("'stat --file-system' was not done when the time of the order was over.");
    }

    @ParameterizedTest
    @CsvSource({"100,0,0", "100,1,1", "1000,801,81", "1000,800,80", "100,100,100", "0,0,0"})
    void aStartedPercentIsUsed(long total, long used, int percent) {
        assertThat(new FileSystemUsage(total, used, 0).usedPercent()).isEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({"4096 100 40 50 20,409600,245760,30", "4096 100 40 0 0,409600,245760,0"})
    void theFileSystemsAnswerIsRead(String text, long total, long used, long inodes) {
        assertThat(FileSystemUsage.parse(text + "\n")).contains(new FileSystemUsage(total, used, inodes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "? ? ? ? ?", "1 2 3 4", "-1 2 3 4 5", "99999999999999999999 1 1 1 1"})
    void anotherAnswerIsNone(String text) {
        assertThat(FileSystemUsage.parse(text)).isEmpty();
    }

    private Fields seal(Optional<String> head) throws Exception {
        return executor(new Volume(root), java)
                .execute(order(), head, (_, _) -> Set.of(), Deadline.in(Duration.ofSeconds(30)));
    }

    private static SealExecutor executor(Volume volume, Path java) {
        var runner = new CommandRunner();
        return new SealExecutor(volume, runner, new Cleaning(runner, volume, Hygiene.DEFAULT, java), () -> NOW);
    }

    private static Order.Seal order() {
        return new Order.Seal(
                Duration.ofSeconds(30),
                new Fields.Builder()
                        .with("lane", "branch:main")
                        .with("saved-at", "forged")
                        .build(),
                Relevance.UNSAID,
                Optional.empty(),
                Optional.of(NOW));
    }

    private void shell(String script) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", script)
                        .directory(root.toFile())
                        .start()
                        .waitFor())
                .isZero();
    }
}
