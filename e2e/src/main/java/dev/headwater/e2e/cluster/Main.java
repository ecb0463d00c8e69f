package dev.headwater.e2e.cluster;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code ./dev cluster up|down|status}. */
public final class Main {
    private static final String USAGE = "Usage: ./dev cluster up [--nodes N] | down | status | logs [PART]";
    private static final String ONE_DIGIT = "[1-9]";

    private Main() {}

    public static void main(String[] arguments) {
        try {
            run(List.of(arguments));
        } catch (ClusterException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(List<String> arguments) {
        switch (arguments.isEmpty() ? "" : String.join(" ", arguments)) {
            case "down" -> down();
            case "status" -> status(Cluster.running());
            default -> up(nodes(arguments), Build.from(System.getenv()));
        }
    }

    /** How many nodes are asked for; nothing, if any number will do. */
    static Optional<Integer> nodes(List<String> arguments) {
        if (arguments.equals(List.of("up"))) {
            return Optional.empty();
        }
        if (arguments.size() == 3
                && arguments.subList(0, 2).equals(List.of("up", "--nodes"))
                && arguments.getLast().matches(ONE_DIGIT)) {
            return Optional.of(Integer.parseInt(arguments.getLast()));
        }
        throw new ClusterException(USAGE);
    }

    private static void up(Optional<Integer> nodes, Build build) {
        var progress = new Progress(InstantSource.system());
        if (isUpAndWhole() && Cluster.running().runsProgramsOf(build)) {
            adopt(nodes, build, progress);
            return;
        }
        int before = Layout.STANDARD.nodes().size();
        System.out.println("Raising the cluster (logs in " + Layout.STANDARD.logs() + ")");
        Cluster cluster = Cluster.up(build, nodes.orElse(Math.max(1, before)), progress);
        progress.done("the cluster is up; try ./dev kubectl get pods -A, or KUBECONFIG=" + cluster.kubeconfig());
    }

    /** Nobody who asks for no number wants to lose a node. */
    private static void adopt(Optional<Integer> nodes, Build build, Progress progress) {
        List<String> changes = Cluster.running().adopt(build);
        nodes.ifPresent(wanted -> Cluster.running().resize(wanted, progress));
        int size = Cluster.running().nodes().size();
        progress.done("the cluster of " + (size == 1 ? "one node" : size + " nodes") + " is up already; "
                + (changes.isEmpty() ? "nothing in it changed" : "new in it: " + String.join(", ", changes)));
    }

    private static boolean isUpAndWhole() {
        return Layout.STANDARD.build().toFile().exists() && Cluster.running().isWhole();
    }

    private static void down() {
        boolean something = !Cluster.leftovers().isEmpty();
        Cluster.down();
        System.out.println(something ? "The cluster is gone." : "There was no cluster.");
    }

    private static void status(Cluster cluster) {
        cluster.partNames().forEach(part -> System.out.printf("%-24s %s%n", part, state(cluster, part)));
        System.out.println(Command.attempt(
                        cluster.kubectl().toString(),
                        "--kubeconfig",
                        cluster.kubeconfig().toString(),
                        "get",
                        "nodes,pods",
                        "--all-namespaces",
                        "--output=wide")
                .output());
        System.exit(cluster.isWhole() ? 0 : 1);
    }

    private static String state(Cluster cluster, String part) {
        return cluster.isAlive(part) ? "runs" : "ENDED, see " + cluster.log(part);
    }
}
