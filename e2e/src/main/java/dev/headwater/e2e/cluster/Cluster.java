package dev.headwater.e2e.cluster;

import dev.headwater.e2e.csidriver.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The cluster of this machine, for code that tests something on it. Parts are named as in {@code ./dev cluster status}:
 * {@code kubelet}, {@code kube-apiserver}, {@code containerd} and so on.
 */
public final class Cluster {
    private static final String CSI_DRIVER = "csi-driver";
    private static final Duration DRIVER_STARTS = Duration.ofSeconds(60);
    private static final List<String> CSI_SIDECARS = List.of("csi-provisioner", "csi-snapshotter", "csi-attacher");

    private final Layout layout;
    private final Build build;
    private final Processes processes;

    private Cluster(Layout layout, Build build) {
        this.layout = layout;
        this.build = build;
        this.processes = new Processes(layout);
    }

    /** The cluster that is up; fails with a sentence when none is. */
    public static Cluster running() {
        Layout layout = Layout.STANDARD;
        if (!Files.exists(layout.build())) {
            throw new ClusterException("No cluster is up on this machine; raise one with ./dev cluster up.");
        }
        return new Cluster(layout, Build.load(layout.build()));
    }

    /** Raises a cluster of so many nodes out of a build, after removing whatever an earlier one left. */
    static Cluster up(Build build, int nodes, Progress progress) {
        Layout layout = Layout.STANDARD;
        down();
        new ClusterStarter(layout, build, progress).start();
        var cluster = new Cluster(layout, build);
        cluster.resize(nodes, progress);
        return cluster;
    }

    /** Raises it again, from the same build and with one node, after removing it. */
    public Cluster recreate() {
        return up(build, 1, new Progress(InstantSource.system()));
    }

    /** Removes the cluster and every trace of it; does nothing when there is none. */
    public static void down() {
        new CleanupExecutor(new LeftoverGatherer(Layout.STANDARD)).clean();
    }

    /** Whether every part runs. */
    public boolean isWhole() {
        return partNames().stream().allMatch(this::isAlive);
    }

    /** Whether the cluster's own programs are those of this build; if not, only raising it anew brings them in. */
    boolean runsProgramsOf(Build other) {
        return build.binaries().equals(other.binaries());
    }

    /**
     * Brings a newer build into the cluster that is up: the images that the node does not have in this form yet, and
     * the test CSI driver, which may be restarted at any moment.
     *
     * @return what changed, in words
     */
    List<String> adopt(Build newer) {
        newer.save(layout.build());
        Stream<String> images = nodes().stream()
                .flatMap(node -> running().importer(node).importMissing().stream())
                .map(Image::reference)
                .distinct();
        if (newer.programs().equals(build.programs())) {
            return images.toList();
        }
        var drivers = nodes().stream().map(Node::csiDriver).toList();
        drivers.forEach(this::stop);
        drivers.forEach(running()::start);
        return Stream.concat(Stream.of("csi-driver restarted"), images).toList();
    }

    /** Its nodes, the first one first. Each further one is a machine of its own: powered off, it loses processes and mounts and keeps its disk. */
    public List<Node> nodes() {
        return layout.nodes();
    }

    /** Brings one more node into the cluster and waits until pods with volumes run on it. */
    public Node addNode(Admission admission) {
        return addNode(admission, new Progress(InstantSource.system()));
    }

    private Node addNode(Admission admission, Progress progress) {
        var node = new Node(nodes().size() + 1);
        further(node, progress).join(admission);
        return node;
    }

    /** Takes the last node out of the cluster with everything on it, whether or not it has power. */
    public void removeNode() {
        further(nodes().getLast()).remove();
    }

    /** Adds or removes nodes until there are so many. */
    void resize(int wanted, Progress progress) {
        while (nodes().size() < wanted) {
            addNode(Admission.OPEN, progress);
        }
        while (nodes().size() > wanted) {
            progress.done("removing " + nodes().getLast().name());
            removeNode();
        }
    }

    /** Ends everything on a further node at once, without a word to anybody. */
    public void powerOff(Node node) {
        further(node).powerOff();
    }

    /** Boots a further node again, and waits until pods with volumes run on it. */
    public void powerOn(Node node) {
        further(node).powerOn();
    }

    private FurtherNode further(Node node) {
        return further(node, new Progress(InstantSource.system()));
    }

    private FurtherNode further(Node node, Progress progress) {
        return new FurtherNode(node, layout, build, progress);
    }

    public List<String> partNames() {
        return parts().all().stream().map(Part::name).toList();
    }

    public boolean isAlive(String part) {
        return processes.isAlive(parts().named(part).name());
    }

    /**
     * Starts a part that was stopped or killed; does nothing when it runs. The driver's sidecars end when they lose
     * it and count on being started again, as a kubelet does.
     */
    public void start(String part) {
        if (isAlive(part)) {
            return;
        }
        processes.start(parts().named(part));
        if (part.equals(CSI_DRIVER)) {
            if (!Await.holds(DRIVER_STARTS, () -> Peer.isAnswered(layout.csiSocket(Node.FIRST)))) {
                throw new ClusterException("The storage driver does not answer; its log is " + log(part));
            }
            CSI_SIDECARS.forEach(this::restart);
        }
    }

    /** Ends a part as a machine's shutdown would: SIGTERM, and SIGKILL if that is not enough. */
    public void stop(String part) {
        processes.stop(parts().named(part).name());
    }

    /** Ends a part without warning. */
    public void kill(String part) {
        processes.kill(parts().named(part).name());
    }

    public void restart(String part) {
        stop(part);
        start(part);
    }

    /** Restarts a part without some of its flags, so that its program's own defaults hold; {@link #restart} brings them back. */
    public void restartWithout(String part, Set<String> flags) {
        stop(part);
        processes.start(parts().named(part).without(flags));
    }

    /** Below it is everything that the cluster has on this machine. */
    public Path home() {
        return layout.home();
    }

    /** Credentials of a cluster administrator; the file may be copied. */
    public Path kubeconfig() {
        return layout.kubeconfig("admin");
    }

    /** The kubectl that belongs to this cluster's version. */
    public Path kubectl() {
        return build.binaries().resolve("kubectl");
    }

    /** The helm that charts are tried with. */
    public Path helm() {
        return build.binaries().resolve("helm");
    }

    /** Everything that a part printed since the cluster was raised. */
    public Path log(String part) {
        return layout.log(parts().named(part).name());
    }

    /** Folder of the storage driver's state, with its file of faults. */
    public Path storageState() {
        return layout.csiState();
    }

    /** Digest (hex) of the configuration of an image that this cluster's build made, which a pod's status shows too. */
    public Optional<String> imageConfig(String reference) {
        return importer(Node.FIRST).index().stream()
                .filter(image -> image.reference().equals(reference))
                .map(Image::config)
                .findFirst();
    }

    private ImageImporter importer(Node node) {
        return new ImageImporter(build.images(), layout.containerdSocket(node));
    }

    private Parts parts() {
        return new Parts(layout, build, nodes());
    }

    /** The path of the kubelet's root, on every node. */
    public Path kubeletRoot() {
        return layout.kubeletRoot();
    }

    /** Where the kubelet's root of a node lies on this machine, without what is mounted below it on further nodes. */
    public Path kubeletRoot(Node node) {
        return layout.kubeletRoot(node);
    }

    /** The lines of a node's mount table (proc(5), mountinfo); none of a node without power. */
    public List<String> mountTable(Node node) {
        return node.isMachineItself()
                ? MountTable.read()
                : processes.find(node.mounts()).map(MountTable::of).orElse(List.of());
    }

    /** What of the cluster is on the machine, for proving that nothing is. */
    static Leftovers leftovers() {
        return new LeftoverGatherer(Layout.STANDARD).gather();
    }
}
