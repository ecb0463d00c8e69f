package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** Raises the cluster part by part, each as soon as what it needs is there. */
final class ClusterStarter {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> OWN_IMAGES = List.of("headwater-test/pause:dev", "headwater-test/coredns:dev");

    private final Layout layout;
    private final Build build;
    private final Parts parts;
    private final Processes processes;
    private final Kubectl kubectl;
    private final Progress progress;

    ClusterStarter(Layout layout, Build build, Progress progress) {
        this.layout = layout;
        this.build = build;
        this.parts = new Parts(layout, build);
        this.processes = new Processes(layout);
        this.kubectl = new Kubectl(build, layout);
        this.progress = progress;
    }

    /** Starts on a machine that holds nothing of ours; throws with the relevant lines of the part that failed. */
    void start() {
        refuseConflicts();
        prepare();
        processes.start(parts.etcd());
        processes.start(parts.containerd(Node.FIRST));
        CompletableFuture<Void> ownImages = CompletableFuture.runAsync(this::importOwnImages);
        CompletableFuture<Void> images = ownImages.thenRun(this::importImages);
        startControlPlane();
        join(ownImages);
        startNode();
        startStorage();
        await(
                "kubelet",
                "DNS answers in the cluster",
                () -> kubectl.shows("kube-system", "deployment/coredns", "{.status.readyReplicas}", "1"));
        join(images);
    }

    private static void refuseConflicts() {
        List<String> conflicts = ConflictPolicy.conflicts(MachineGatherer.gather());
        if (!conflicts.isEmpty()) {
            throw new ClusterException(String.join("\n", conflicts));
        }
    }

    private void prepare() {
        List<Node> nodes = List.of(Node.FIRST);
        new Machine(layout).prepare(nodes);
        build.save(layout.build());
        new Pki(layout).create(Certificate.all(nodes));
        new Configuration(layout).write(nodes);
        nodes.forEach(node -> new UnpackedImages(build.images()).giveTo(layout.containerdRoot(node)));
        progress.done("folder, bridge " + Network.BRIDGE + ", cgroup and certificates");
    }

    /** Without these no pod starts at all, and a kubelet that finds them missing waits before it looks again. */
    private void importOwnImages() {
        await(
                "containerd",
                "containerd answers",
                () -> Files.exists(layout.containerdSocket(Node.FIRST))
                        && Command.attempt(
                                        "ctr",
                                        "--address",
                                        layout.containerdSocket(Node.FIRST).toString(),
                                        "version")
                                .succeeded());
        importer().importMissing(image -> OWN_IMAGES.contains(image.reference()));
    }

    private void importImages() {
        progress.done(importer().importMissing().size() + " more images imported");
    }

    private ImageImporter importer() {
        return new ImageImporter(build.images(), layout.containerdSocket(Node.FIRST));
    }

    private void startControlPlane() {
        processes.start(parts.apiServer());
        await(
                "kube-apiserver",
                "API server answers at " + Network.apiServer(),
                () -> kubectl.attempt("get", "--raw", "/readyz").succeeded());
        processes.start(parts.controllerManager());
        processes.start(parts.scheduler());
        apply(build.snapshotCrds());
        kubectl.run("wait", "--for=condition=Established", "crd", "--all", "--timeout=10s");
        apply(layout.manifests());
        await(
                "kube-controller-manager",
                "controllers work",
                () -> kubectl.attempt("get", "serviceaccount", "default").succeeded());
    }

    private void apply(Path folder) {
        kubectl.run("apply", "--server-side", "--filename", folder.toString());
    }

    private void startNode() {
        processes.start(parts.kubelet(Node.FIRST));
        processes.start(parts.proxy());
        await(
                "kubelet",
                Node.FIRST.name() + " is ready",
                () -> kubectl.shows(
                        "default",
                        "node/" + Node.FIRST.name(),
                        "{.status.conditions[?(@.type==\"Ready\")].status}",
                        "True"));
    }

    private void startStorage() {
        parts.storage().forEach(processes::start);
        await(
                "csi-driver",
                "storage class block works",
                () -> kubectl.shows(
                        "default", "csinode/" + Node.FIRST.name(), "{.spec.drivers[*].name}", Parts.CSI_DRIVER));
    }

    private static void join(CompletableFuture<Void> work) {
        try {
            work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Waits for something that a part brings about; gives up early when the part has ended. */
    private void await(String part, String what, BooleanSupplier condition) {
        boolean held = Await.holds(LIMIT, () -> !processes.isAlive(part) || condition.getAsBoolean());
        if (!held || !processes.isAlive(part)) {
            throw failure(part, held ? "ended" : "did not get there within " + LIMIT.toSeconds() + " s", what);
        }
        progress.done(what);
    }

    private ClusterException failure(String part, String how, String goal) {
        try {
            List<String> lines = LogExcerpt.relevant(Files.readAllLines(layout.log(part)));
            return new ClusterException("%s %s (waited for: %s). From %s:%n    %s"
                    .formatted(part, how, goal, layout.log(part), String.join("\n    ", lines)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
