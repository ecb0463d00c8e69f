package dev.headwater.e2e.cluster;

import java.nio.file.Path;
import java.util.stream.Stream;

/** kubectl, as the cluster's administrator. */
final class Kubectl {
    private final String program;
    private final Path kubeconfig;

    Kubectl(Build build, Layout layout) {
        this.program = build.binary("kubectl");
        this.kubeconfig = layout.kubeconfig("admin");
    }

    Command attempt(String... arguments) {
        return Command.attempt(argv(arguments));
    }

    String run(String... arguments) {
        return Command.run(argv(arguments));
    }

    /** Whether a field of an object has this value; no, if the object or the server cannot be reached. */
    boolean shows(String namespace, String object, String jsonPath, String value) {
        Command asked = attempt("get", "--namespace", namespace, object, "--output", "jsonpath=" + jsonPath);
        return asked.succeeded() && asked.output().equals(value);
    }

    boolean isReady(Node node) {
        return shows("default", "node/" + node.name(), "{.status.conditions[?(@.type==\"Ready\")].status}", "True");
    }

    /** Whether the node's kubelet knows the test CSI driver. */
    boolean hasStorage(Node node) {
        return shows(
                "default",
                "csinode/" + node.name(),
                "{.spec.drivers[?(@.name==\"" + Parts.CSI_DRIVER + "\")].name}",
                Parts.CSI_DRIVER);
    }

    private String[] argv(String... arguments) {
        return Stream.concat(Stream.of(program, "--kubeconfig", kubeconfig.toString()), Stream.of(arguments))
                .toArray(String[]::new);
    }
}
