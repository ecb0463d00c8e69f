package dev.headwater.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.ControlFile;
import dev.headwater.control.Marker;
import dev.headwater.control.Relevance;
import dev.headwater.control.Relevance.PathRule;
import dev.headwater.control.Request;
import dev.headwater.control.StateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the shell examples of a page as a job would, with nothing on its path but what the command needs. */
@Timeout(60)
class HowToTest {
    private static final Path PAGE = Path.of("../docs/how-to/decide-at-run-time.md");
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path slot;

    private final List<Request> requests = new ArrayList<>();

    @Test
    void every_example_is_understood() throws Exception {
        makeSlot();
        var examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
        for (var example : examples) {
            run(example.replace("/mnt/", slot + "/"));
        }

        var state = StateFile.parse(Files.readAllBytes(state()), "rust-cargo", Set.of());
        assertThat(state.ignored()).isEmpty();
        assertThat(state.reason()).contains("only documentation changed");
        assertThat(requests).hasSize(examples.size() - 2);
        assertThat(requests).filteredOn(Request.Finish.class::isInstance).hasSize(3);
        assertThat(requests)
                .filteredOn(Request.Restore.class::isInstance)
                .extracting(request -> ((Request.Restore) request).save().relevance())
                .containsExactly(
                        new Relevance(
                                Optional.of(new Marker("tools.id", Optional.of("rust-1.90 node-24"))),
                                PathRule.UNSAID,
                                List.of()),
                        new Relevance(
                                Optional.of(new Marker("build-was-green", Optional.empty())),
                                PathRule.UNSAID,
                                List.of()),
                        new Relevance(
                                Optional.empty(),
                                PathRule.GIT_PATHS_CHANGED,
                                List.of("crates/**", "Cargo.lock", ":!crates/docs")));
    }

    private Path state() {
        return slot.resolve(".headwater/in/state");
    }

    private void makeSlot() throws Exception {
        Files.createDirectories(slot.resolve(".headwater/in"));
        Files.createDirectories(slot.resolve(".headwater/results"));
        var bin = Files.createDirectory(slot.resolve("bin"));
        try (var script = Objects.requireNonNull(InlineVolumes.class.getResourceAsStream("headwater"))) {
            Files.write(slot.resolve(".headwater/headwater"), script.readAllBytes());
        }
        assertThat(slot.resolve(".headwater/headwater").toFile().setExecutable(true))
                .isTrue();
        Files.createSymbolicLink(bin.resolve("headwater"), slot.resolve(".headwater/headwater"));
        for (var tool : List.of("mv", "cat", "sleep")) {
            Files.createSymbolicLink(bin.resolve(tool), Path.of("/bin", tool));
        }
    }

    private void run(String example) throws Exception {
        var builder = new ProcessBuilder("/bin/sh", "-e", "-c", example).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", slot.resolve("bin").toString());
        builder.environment().put("HEADWATER_SLOT", slot.toString());
        builder.environment().put("HEADWATER_STATE", state().toString());
        var process = builder.start();
        var answered = new HashSet<Path>();
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            answer(answered);
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(example + output).isZero();
    }

    private void answer(Set<Path> answered) throws Exception {
        try (var files = Files.newDirectoryStream(slot.resolve(".headwater/in"), "*.request")) {
            for (var file : files) {
                if (answered.add(file)) {
                    requests.add(Request.from(ControlFile.parse(Files.readAllBytes(file))));
                    var part = Files.writeString(slot.resolve("answer"), "outcome=done\nmessage=ok\n");
                    Files.delete(file);
                    var id = file.getFileName().toString().replace(".request", ".result");
                    Files.move(part, slot.resolve(".headwater/results").resolve(id));
                }
            }
        }
    }
}
