package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pods of these stories (story.yaml): a web server on a volume, behind a service, and somebody who visits it. */
final class StoryPods {
    private static final String NAMESPACE = "cluster-story";

    private final Cluster cluster;

    StoryPods(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Creates them and returns when both are ready. */
    void create() {
        try (InputStream manifest = StoryPods.class.getResourceAsStream("story.yaml")) {
            Path file = Files.createTempFile("story", ".yaml");
            Files.write(file, manifest.readAllBytes());
            kubectl("apply", "--filename", file.toString());
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kubectl("wait", "--for=condition=Ready", "pod/web", "pod/visitor", "--timeout=60s");
    }

    void delete() {
        kubectl("delete", "namespace", NAMESPACE, "--timeout=90s");
    }

    /** Runs kubectl in the stories' namespace and returns what it printed. */
    String kubectl(String... arguments) {
        var argv = new ArrayList<>(List.of(
                cluster.kubectl().toString(),
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--namespace",
                NAMESPACE));
        argv.addAll(List.of(arguments));
        return Command.run(argv.toArray(String[]::new));
    }

    /** Runs a command in the visitor's container. */
    String visit(String... command) {
        var argv = new ArrayList<>(List.of("exec", "visitor", "--"));
        argv.addAll(List.of(command));
        return kubectl(argv.toArray(String[]::new));
    }
}
