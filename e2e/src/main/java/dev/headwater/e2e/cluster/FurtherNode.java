package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A node beside the first one: how it comes into a cluster that is up, loses its power, gets it back, and leaves. */
final class FurtherNode {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Node node;
    private final Layout layout;
    private final Build build;
    private final Parts parts;
    private final Processes processes;
    private final Kubectl kubectl;
    private final PartWait wait;

    FurtherNode(Node node, Layout layout, Build build, Progress progress) {
        if (node.isMachineItself()) {
            throw new ClusterException(node.name() + " is the machine itself, with the control plane: it stays.");
        }
        this.node = node;
        this.layout = layout;
        this.build = build;
        this.parts = new Parts(layout, build, layout.nodes());
        this.processes = new Processes(layout);
        this.kubectl = new Kubectl(build, layout);
        this.wait = new PartWait(layout, processes, progress);
    }

    /** Makes it and waits until pods with volumes run on it. */
    void join(Admission admission) {
        discard();
        new Machine(layout).prepare(node);
        new Pki(layout).sign(Certificate.kubelet(node));
        new UnpackedImages(build.images()).giveTo(layout.containerdRoot(node));
        new Configuration(layout).write(node, admission);
        powerOn();
    }

    /** Ends every process of the node at once, and with them its mounts. Its disk stays as it is, the API server hears nothing. */
    void powerOff() {
        boolean ended = Await.holds(PATIENCE, () -> {
            List<ProcessIdentity> living =
                    ProcessSearch.find(Processes.NODE_MARKER + "=" + node.name(), Cgroups.below(Layout.cgroup(node)));
            living.forEach(ProcessIdentity::kill);
            return living.isEmpty();
        });
        if (!ended) {
            throw new ClusterException("Processes of " + node.name() + " do not end, even by SIGKILL.");
        }
    }

    /** Boots it: what a machine keeps in memory is empty, what it has on disk is as it was. */
    void powerOn() {
        forgetMemory();
        start(parts.mounts(node));
        wait.until(node.mounts(), node.name() + " has its mounts", () -> Files.exists(layout.nodeMounted(node)));
        start(parts.containerd(node));
        wait.until(
                node.containerd(),
                node.containerd() + " answers",
                () -> new ContainerRuntime(layout.containerdSocket(node)).answers());
        new ImageImporter(build.images(), layout.containerdSocket(node)).importMissing();
        String heard = lastHeard();
        start(parts.kubelet(node));
        wait.until(
                node.kubelet(), node.name() + " is ready", () -> !lastHeard().equals(heard) && kubectl.isReady(node));
        start(parts.csiDriver(node));
        wait.until(node.csiDriver(), node.name() + " has the storage class block", () -> kubectl.hasStorage(node));
    }

    /** Takes it out of the cluster, and whatever ran on it; nothing of it stays on the machine. */
    void remove() {
        powerOff();
        kubectl.run("delete", "node/" + node.name(), "csinode/" + node.name(), "--ignore-not-found");
        kubectl.run(
                "delete",
                "pods",
                "--all-namespaces",
                "--field-selector=spec.nodeName=" + node.name(),
                "--grace-period=0",
                "--force",
                "--wait=false");
        attachments().forEach(name -> kubectl.run("delete", "volumeattachment", name, "--ignore-not-found"));
        discard();
    }

    /** Without the node the cluster would wait six minutes for somebody to say that its volumes are unmounted. */
    private Stream<String> attachments() {
        return kubectl.run(
                        "get",
                        "volumeattachments",
                        "--output",
                        "jsonpath={range .items[?(@.spec.nodeName==\"" + node.name()
                                + "\")]}{.metadata.name}{\"\\n\"}{end}")
                .lines()
                .filter(name -> !name.isBlank());
    }

    private void discard() {
        powerOff();
        Cgroups.below(Layout.cgroup(node)).reversed().forEach(CleanupExecutor::removeCgroup);
        new Machine(layout).forget(node);
    }

    private void start(Part part) {
        processes.start(part);
    }

    private void forgetMemory() {
        try {
            Files.deleteIfExists(layout.nodeMounted(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.run(
                "rm",
                "-rf",
                "--one-file-system",
                layout.node(node, "containerd/state").toString(),
                layout.node(node, "runc").toString());
    }

    /** When the kubelet last wrote the node's status, which it does twice a second; empty where it never has. */
    private String lastHeard() {
        Command asked = kubectl.attempt(
                "get",
                "node/" + node.name(),
                "--output",
                "jsonpath={.status.conditions[?(@.type==\"Ready\")].lastHeartbeatTime}");
        return asked.succeeded() ? asked.output() : "";
    }
}
