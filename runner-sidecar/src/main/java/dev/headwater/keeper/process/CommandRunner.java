package dev.headwater.keeper.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs commands, and ends them with all their descendants at their deadline and when the keeper is told to end. */
public final class CommandRunner {
    private static final int KEPT_ERROR_BYTES = 4096;
    /** Git removes its lock files on SIGTERM; what it leaves behind, the next checkout clears. */
    private static final Duration TO_END_ITSELF = Duration.ofMillis(300);

    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    public Ended run(Command command, Deadline deadline)
            throws IOException, DeadlinePassedException, InterruptedException {
        return run(command, deadline, Output.ignored());
    }

    /**
     * Waits for the command's end.
     *
     * @throws DeadlinePassedException after the command was ended because its time was over
     * @throws InterruptedException when the keeper is ending, or nobody needs the command any more: it was ended, and whatever it did is to
     *     be repeated
     */
    public Ended run(Command command, Deadline deadline, Output output)
            throws IOException, DeadlinePassedException, InterruptedException {
        if (deadline.left().isZero()) {
            throw tooLate(command);
        }
        var process = start(command);
        running.add(process);
        try {
            process.getOutputStream().close();
            var errors = new Tail(KEPT_ERROR_BYTES);
            var readers = List.of(reader(process.getErrorStream(), errors), reader(process.getInputStream(), output));
            var inTime = !ending && process.waitFor(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            if (!inTime) {
                end(process);
            }
            for (var reader : readers) {
                var patience = inTime && !ending ? deadline.left() : Duration.ZERO;
                inTime &= reader.join(patience.plus(TO_END_ITSELF));
            }
            if (ending) {
                throw new InterruptedException(command.name() + " was ended");
            }
            if (!inTime) {
                throw tooLate(command);
            }
            return new Ended(process.exitValue(), errors.text());
        } catch (InterruptedException e) {
            end(process);
            throw e;
        } finally {
            running.remove(process);
        }
    }

    /** Ends what runs, and everything that is started from now on. */
    public void endAll() {
        ending = true;
        running.forEach(CommandRunner::end);
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private static DeadlinePassedException tooLate(Command command) {
        return new DeadlinePassedException(
                "'" + command.name() + "' was not done when the time of the order was over.");
    }

    private static Process start(Command command) throws IOException {
        var builder = new ProcessBuilder(command.arguments())
                .directory(command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        command.input().ifPresent(file -> builder.redirectInput(file.toFile()));
        return builder.start();
    }

    private static void end(Process process) {
        var family = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor(TO_END_ITSELF.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var late = process.descendants().toList();
        // Parents first: one that sees its child die may start another.
        process.destroyForcibly();
        Stream.concat(family.stream(), late.stream()).forEach(ProcessHandle::destroyForcibly);
    }

    private static Thread reader(InputStream stream, Output output) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (stream) {
                output.read(stream);
            } catch (IOException e) {
                // The pipe of a command that was ended: its exit code tells the story.
            }
        });
    }
}
