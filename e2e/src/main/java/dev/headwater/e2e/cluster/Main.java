package dev.headwater.e2e.cluster;

import java.time.InstantSource;
import java.util.List;

/** {@code ./dev cluster up|down|status}. */
public final class Main {
    private static final String USAGE = "Usage: ./dev cluster up | down | status | logs [PART]";

    private Main() {}

    public static void main(String[] arguments) {
        try {
            switch (String.join(" ", arguments)) {
                case "up" -> up(Build.from(System.getenv()));
                case "down" -> down();
                case "status" -> status(Cluster.running());
                default -> throw new ClusterException(USAGE);
            }
        } catch (ClusterException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void up(Build build) {
        var progress = new Progress(InstantSource.system());
        if (isUpAndWhole() && Cluster.running().runsProgramsOf(build)) {
            List<String> changes = Cluster.running().adopt(build);
            progress.done("the cluster is up already; "
                    + (changes.isEmpty() ? "nothing in it changed" : "new in it: " + String.join(", ", changes)));
            return;
        }
        System.out.println("Raising the cluster (logs in " + Layout.STANDARD.logs() + ")");
        Cluster cluster = Cluster.up(build, progress);
        progress.done("the cluster is up; try ./dev kubectl get pods -A, or KUBECONFIG=" + cluster.kubeconfig());
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
                        "--all-namespaces")
                .output());
        System.exit(cluster.isWhole() ? 0 : 1);
    }

    private static String state(Cluster cluster, String part) {
        return cluster.isAlive(part) ? "runs" : "ENDED, see " + cluster.log(part);
    }
}
