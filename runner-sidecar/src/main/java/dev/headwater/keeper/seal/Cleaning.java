package dev.headwater.keeper.seal;

import dev.headwater.keeper.hygiene.Hygiene;
import dev.headwater.keeper.hygiene.HygieneMain;
import dev.headwater.keeper.hygiene.SecretScan;
import dev.headwater.keeper.hygiene.Told;
import dev.headwater.keeper.process.Command;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.process.Ended;
import dev.headwater.keeper.report.Shown;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has the volume scrubbed, swept and searched by a JVM of its own, which may hang, crash or run out of memory without harm to the keeper. */
public final class Cleaning {
    private static final int MAX_LOG_LINE = 700;
    private static final int MAX_WHY = 500;

    /** Its heap is all that grows with a tree. */
    private static final List<String> JVM_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xmx48m",
            "--enable-native-access=ALL-UNNAMED");

    private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C.UTF-8");

    private final CommandRunner runner;
    private final Volume volume;
    private final Hygiene hygiene;
    private final Path java;

    public Cleaning(CommandRunner runner, Volume volume, Hygiene hygiene) {
        this(runner, volume, hygiene, Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /** @param java the program that runs the JVM */
    Cleaning(CommandRunner runner, Volume volume, Hygiene hygiene, Path java) {
        this.runner = runner;
        this.volume = volume;
        this.hygiene = hygiene;
        this.java = java;
    }

    /**
     * Whatever becomes of it is in the answer.
     *
     * @param changedSince files that were last changed before are not searched
     * @throws InterruptedException when the keeper is ending
     */
    ScanOutcome run(Instant changedSince, Deadline deadline) throws InterruptedException {
        var told = new Told(line -> System.out.println(Shown.text(line, MAX_LOG_LINE)));
        var end = end(changedSince, deadline, told);
        return ScanOutcome.of(told, end.map(why -> Shown.text(why, MAX_WHY)), hygiene.secretScan() == SecretScan.Off);
    }

    /** Why it ended too early; empty where it did not. */
    private Optional<String> end(Instant changedSince, Deadline deadline, Told told) throws InterruptedException {
        try {
            var ended = runner.run(command(changedSince), deadline, told::read);
            return ended.isSuccess() && told.isDone() ? Optional.empty() : Optional.of(sentence(ended));
        } catch (DeadlinePassedException e) {
            return Optional.of("The search was not done in its time.");
        } catch (IOException e) {
            return Optional.of("The search could not be started: " + e.getMessage());
        }
    }

    private static String sentence(Ended ended) {
        return "The search ended with code " + ended.exitCode() + ": " + ended.complaint();
    }

    private Command command(Instant changedSince) {
        var line = new ArrayList<String>();
        line.add(java.toString());
        line.addAll(JVM_FLAGS);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), HygieneMain.class.getName()));
        line.addAll(HygieneMain.arguments(volume.root().toString(), changedSince, hygiene));
        return new Command(line, Path.of("/"), ENVIRONMENT);
    }
}
