package dev.headwater.keeper.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(60)
@Isolated("An ending runner ends every process below this one.")
class CommandRunnerTest {
    @TempDir
    Path directory;

    final CommandRunner runner = new CommandRunner();

    @Test
    void aCommandInheritsNothing() throws Exception {
        var output = new ByteArrayOutputStream();

        runner.run(shell("env | sort; cat"), soon(), stream -> stream.transferTo(output));

        assertThat(output.toString(StandardCharsets.UTF_8))
                .isEqualTo("A=b\nPATH=/usr/bin:/bin\nPWD=" + directory + "\n");
    }

    @Test
    void theComplaintIsTheLastLineThatNamesAnError() throws Exception {
        var ended = runner.run(
                shell("yes noise | head -c 60000 >&2; echo 'fatal: no https://u:p@h/x' >&2; echo advice >&2; exit 3"),
                soon());

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.errors()).hasSizeLessThanOrEqualTo(4096);
        assertThat(ended.complaint()).isEqualTo("no https://h/x");
    }

    @Test
    void atItsDeadlineACommandEndsWithItsDescendants() throws Exception {
        assertThatThrownBy(() -> runner.run(family(), Deadline.in(Duration.ofMillis(500))))
                .isInstanceOf(DeadlinePassedException.class)
                .hasMessage("'sh -c' was not done when the time of the order was over.");

        assertFamilyIsGone();
    }

    @Test
    void whenTheKeeperEndsNothingGoesOnAndNothingStarts() throws Exception {
        var task = new FutureTask<>(() -> runner.run(family(), soon()));
        Thread.ofPlatform().daemon().start(task);
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(directory.resolve("child")));

        runner.endAll();

        assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
        assertFamilyIsGone();
        assertThatThrownBy(() -> runner.run(shell("sleep 60"), soon())).isInstanceOf(InterruptedException.class);
    }

    @Test
    void whatNobodyWaitsForAnyMoreEnds() throws Exception {
        var thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                runner.run(family(), soon());
            } catch (Exception e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> Files.exists(directory.resolve("child")));

        thread.interrupt();
        thread.join();

        assertFamilyIsGone();
    }

    /** A parent that ignores SIGTERM, and a child in a session of its own. */
    private Command family() {
        return shell(
                "trap '' TERM; setsid sh -c 'echo $$ >child.tmp; mv child.tmp child; sleep 300' & echo $$ >parent; wait; sleep 300");
    }

    private void assertFamilyIsGone() throws Exception {
        for (var name : List.of("child", "parent")) {
            var pid = Long.parseLong(Files.readString(directory.resolve(name)).strip());
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30));
    }

    private Command shell(String script) {
        return new Command(List.of("sh", "-c", script), directory, Map.of("PATH", "/usr/bin:/bin", "A", "b"));
    }
}
