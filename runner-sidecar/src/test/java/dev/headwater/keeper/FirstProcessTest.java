package dev.headwater.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.keeper.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell that a keeper is until it is woken. Its {@code java} says how it was called, and sleeps. */
@Timeout(60)
class FirstProcessTest {
    private static final Path SCRIPT = Path.of("src/main/app/keeper").toAbsolutePath();
    private static final String JAVA = "echo \"$*\" > \"$HEADWATER_CONTROL/called\"\nexec sleep 60";

    @TempDir
    Path control;

    private Path orders;
    private Process keeper;
    private List<ProcessHandle> waiting = List.of();

    @BeforeEach
    void begin() throws Exception {
        orders = Files.createDirectory(control.resolve("orders"));
        Program.script(control.resolve("java"), JAVA);
        keeper = start();
    }

    @AfterEach
    void end() {
        kill();
    }

    /** With all its processes, as a container's end does. */
    private void kill() {
        waiting.forEach(ProcessHandle::destroyForcibly);
        keeper.descendants().forEach(ProcessHandle::destroyForcibly);
        keeper.destroyForcibly();
    }

    private Process start() throws IOException {
        var builder = new ProcessBuilder("/bin/sh", SCRIPT.toString(), "--save-paths", "a b\nc");
        builder.environment().put("PATH", control + ":" + System.getenv("PATH"));
        builder.environment().put("HEADWATER_CONTROL", control.toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void it_sleeps_until_it_is_woken_and_leaves_no_process_beside_the_program() throws IOException {
        waits();
        Files.writeString(orders.resolve("c1.order"), "op=checkout\n");
        assertThat(called()).doesNotExist();

        wake();

        await("the program runs").until(() -> Files.exists(called()) && Files.size(called()) > 0);
        assertThat(called())
                .content()
                .contains("dev.headwater.keeper.Main --control " + control + " --save-paths a b\nc");
        assertThat(keeper.descendants()).isEmpty();
    }

    @Test
    void one_that_starts_again_does_not_sleep() throws IOException {
        waits();
        kill();
        wake();
        keeper = start();
        await("the program runs").until(() -> Files.exists(called()));
    }

    @Test
    void it_ends_at_once_when_it_is_told_to() throws InterruptedException {
        waits();
        keeper.destroy();
        assertThat(keeper.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(keeper.exitValue()).isZero();
    }

    private void waits() {
        await("it waits").until(() -> keeper.descendants().anyMatch(FirstProcessTest::isTail));
        waiting = keeper.descendants().toList();
    }

    private Path called() {
        return control.resolve("called");
    }

    /** As the node plugin does: whole, by a rename. */
    private void wake() throws IOException {
        Files.move(
                Files.writeString(orders.resolve(".wake"), "awake=yes\n"),
                orders.resolve("wake"),
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isTail(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/tail"))
                .isPresent();
    }
}
