package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.world.CrateGraph;
import dev.headwater.e2e.world.Program;
import dev.headwater.e2e.world.Repository;
import dev.headwater.e2e.world.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real cargo on a restored volume, after a checkout by the keeper. */
@SharedStory
class CargoCheckoutStory {
    private static final String WORKSPACE = Stage.PATH + "/workspace";
    private static final String CHECKOUT = "/mnt/.headwater/headwater checkout --path " + WORKSPACE;
    private static final List<String> PROFILES = List.of("dev", "release");

    /** Each crate and those that it uses. */
    private static final Map<String, List<String>> CRATES = Map.of(
            "text", List.of(),
            "money", List.of(),
            "pricing", List.of("money"),
            "order", List.of("pricing", "text"),
            "mail", List.of("text"),
            "shop", List.of("order", "mail"));

    private static final String CHANGED = "pricing";

    @Test
    void cargo_builds_exactly_what_the_commit_changed(Stage stage, @TempDir Path folder) throws IOException {
        var repository = Repository.init(workspace(folder));
        var first = repository.commitAll("The shop");
        write(folder.resolve(CHANGED + "/src/lib.rs"), library(CHANGED, "changed"));
        var second = repository.commitAll("Another price");
        var affected = crates(folder).affectedBy(CHANGED);
        stage.publish(repository);

        var cold = stage.job("cargo-cold", stage.workflowRun(first));
        var builder = stage.attached(cold);
        builder.checkout("workspace");
        for (var profile : PROFILES) {
            assertThat(built(builder, profile)).isEqualTo(CRATES.keySet());
        }
        builder.save();
        stage.completed(cold);

        var warm = stage.job("cargo-warm", stage.workflowRun(first));
        var steps = stage.attached(warm);
        assertThat(steps.checkout("workspace")).contains("nothing had to change, without asking the remote");
        for (var profile : PROFILES) {
            assertThat(built(steps, profile)).isEmpty();
        }
        assertThat(steps.run(CHECKOUT + " --sha " + second)).contains("1 file changed, fetched from the remote");
        for (var profile : PROFILES) {
            assertThat(built(steps, profile)).isEqualTo(affected);
        }
        assertThat(steps.run(WORKSPACE + "/target/release/shop")).isEqualTo("shop order pricing changed");
        steps.skip();
        stage.completed(warm);
    }

    /** The crates that a build had to compile. */
    private static Set<String> built(Steps steps, String profile) {
        var output = steps.run(
                "export CARGO_HOME=%s/cargo-home && cd %s && cargo build --offline --verbose --profile %s 2>&1"
                        .formatted(Stage.PATH, WORKSPACE, profile));
        var compiled = new TreeSet<String>();
        var fresh = new TreeSet<String>();
        for (var line : output.lines().map(String::strip).toList()) {
            var words = line.split(" ", 3);
            switch (words[0]) {
                case "Compiling" -> compiled.add(words[1]);
                case "Fresh" -> fresh.add(words[1]);
                default -> {}
            }
        }
        fresh.addAll(compiled);
        assertThat(fresh).as(output).isEqualTo(CRATES.keySet());
        return compiled;
    }

    private static CrateGraph crates(Path folder) {
        return CrateGraph.parse(Program.of("cargo", "metadata", "--format-version", "1", "--offline")
                .in(folder)
                .output());
    }

    private static Path workspace(Path folder) throws IOException {
        write(folder.resolve(".gitignore"), "/target/\n");
        var members = String.join("\", \"", new TreeSet<>(CRATES.keySet()));
        write(folder.resolve("Cargo.toml"), "[workspace]\nresolver = \"2\"\nmembers = [\"%s\"]\n".formatted(members));
        for (var crate : CRATES.entrySet()) {
            write(folder.resolve(crate.getKey() + "/Cargo.toml"), manifest(crate.getKey(), crate.getValue()));
            write(folder.resolve(crate.getKey() + "/src/lib.rs"), library(crate.getKey(), "first"));
        }
        // A build script that says nothing of its inputs is fresh only while no time in its package has changed.
        write(folder.resolve("text/build.rs"), "fn main() {}\n");
        write(folder.resolve("shop/src/main.rs"), "fn main() { println!(\"shop {}\", order::name()); }\n");
        Program.of("cargo", "generate-lockfile", "--offline").in(folder).output();
        return folder;
    }

    private static String manifest(String crate, List<String> uses) {
        var dependencies = new StringBuilder();
        uses.forEach(use -> dependencies.append("%1$s = { path = \"../%1$s\" }\n".formatted(use)));
        return "[package]\nname = \"%s\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n%s"
                .formatted(crate, dependencies);
    }

    private static String library(String crate, String word) {
        var rest = CRATES.getOrDefault(crate, List.of()).contains(CHANGED)
                ? "format!(\"%s {}\", %s::name())".formatted(crate, CHANGED)
                : "String::from(\"%s %s\")".formatted(crate, word);
        return "pub fn name() -> String { %s }\n".formatted(rest);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
