package dev.headwater.e2e.cluster;

import dev.headwater.e2e.csidriver.Peer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Raises the cluster part by part, each as soon as what it needs is there. */
final class ClusterStarter {
    private static final List<String> OWN_IMAGES = List.of("headwater-test/pause:dev", "headwater-test/coredns:dev");

    private final Layout layout;
    private final Build build;
    private final Parts parts;
    private final Processes processes;
    private final Kubectl kubectl;
    private final Progress progress;
    private final PartWait wait;

    ClusterStarter(Layout layout, Build build, Progress progress) {
        this.layout = layout;
        this.build = build;
        this.parts = new Parts(layout, build, List.of(Node.FIRST));
        this.processes = new Processes(layout);
        this.kubectl = new Kubectl(build, layout);
        this.progress = progress;
        this.wait = new PartWait(layout, processes, progress);
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
        wait.until(
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
        var machine = new Machine(layout);
        machine.prepare();
        machine.prepare(Node.FIRST);
        build.save(layout.build());
        var pki = new Pki(layout);
        pki.create();
        pki.sign(Certificate.kubelet(Node.FIRST));
        var configuration = new Configuration(layout);
        configuration.write();
        configuration.write(Node.FIRST, Admission.OPEN);
        new UnpackedImages(build.images()).giveTo(layout.containerdRoot(Node.FIRST));
        progress.done("folder, bridge " + Network.BRIDGE + ", cgroup and certificates");
    }

    /** Without these no pod starts at all, and a kubelet that finds them missing waits before it looks again. */
    private void importOwnImages() {
        wait.until(
                "containerd",
                "containerd answers",
                () -> new ContainerRuntime(layout.containerdSocket(Node.FIRST)).answers());
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
        wait.until(
                "kube-apiserver",
                "API server answers at " + Network.apiServer(),
                () -> kubectl.attempt("get", "--raw", "/readyz").succeeded());
        processes.start(parts.controllerManager());
        processes.start(parts.scheduler());
        apply(build.snapshotCrds());
        kubectl.run("wait", "--for=condition=Established", "crd", "--all", "--timeout=10s");
        apply(layout.manifests());
        wait.until(
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
        wait.until("kubelet", Node.FIRST.name() + " is ready", () -> kubectl.isReady(Node.FIRST));
    }

    private void startStorage() {
        processes.start(parts.csiDriver(Node.FIRST));
        wait.until("csi-driver", "the storage driver answers", () -> Peer.isAnswered(layout.csiSocket(Node.FIRST)));
        parts.besideDriver().forEach(processes::start);
        wait.until("csi-driver", "storage class block works", () -> kubectl.hasStorage(Node.FIRST));
    }

    private static void join(CompletableFuture<Void> work) {
        try {
            work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
