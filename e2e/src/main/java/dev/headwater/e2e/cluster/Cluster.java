package dev.headwater.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final List<String> CSI_SIDECARS = List.of("csi-provisioner", "csi-snapshotter", "csi-attacher");

    private final Layout layout;
    private final Build build;
    private final Parts parts;
    private final Processes processes;

    private Cluster(Layout layout, Build build) {
        this.layout = layout;
        this.build = build;
        this.parts = new Parts(layout, build);
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

    /** Raises a cluster out of a build, after removing whatever an earlier one left. */
    static Cluster up(Build build, Progress progress) {
        Layout layout = Layout.STANDARD;
        down();
        new ClusterStarter(layout, build, progress).start();
        return new Cluster(layout, build);
    }

    /** Raises it again, from the same build, after removing it. */
    public Cluster recreate() {
        return up(build, new Progress(InstantSource.system()));
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
        Stream<String> images = running().importer().importMissing().stream().map(Image::reference);
        if (newer.programs().equals(build.programs())) {
            return images.toList();
        }
        stop(CSI_DRIVER);
        running().start(CSI_DRIVER);
        return Stream.concat(Stream.of("csi-driver restarted"), images).toList();
    }

    public List<String> partNames() {
        return parts.all().stream().map(Part::name).toList();
    }

    public boolean isAlive(String part) {
        return processes.isAlive(parts.named(part).name());
    }

    /**
     * Starts a part that was stopped or killed; does nothing when it runs. The driver's sidecars end when they lose
     * it and count on being started again, as a kubelet does.
     */
    public void start(String part) {
        if (isAlive(part)) {
            return;
        }
        processes.start(parts.named(part));
        if (part.equals(CSI_DRIVER)) {
            CSI_SIDECARS.forEach(this::restart);
        }
    }

    /** Ends a part as a machine's shutdown would: SIGTERM, and SIGKILL if that is not enough. */
    public void stop(String part) {
        processes.stop(parts.named(part).name());
    }

    /** Ends a part without warning. */
    public void kill(String part) {
        processes.kill(parts.named(part).name());
    }

    public void restart(String part) {
        stop(part);
        start(part);
    }

    /** Restarts a part without some of its flags, so that its program's own defaults hold; {@link #restart} brings them back. */
    public void restartWithout(String part, Set<String> flags) {
        stop(part);
        processes.start(parts.named(part).without(flags));
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
        return layout.log(parts.named(part).name());
    }

    /** Folder of the storage driver's state, with its file of faults. */
    public Path storageState() {
        return layout.csiState();
    }

    /** Digest (hex) of the configuration of an image that this cluster's build made, which a pod's status shows too. */
    public Optional<String> imageConfig(String reference) {
        return importer().index().stream()
                .filter(image -> image.reference().equals(reference))
                .map(Image::config)
                .findFirst();
    }

    private ImageImporter importer() {
        return new ImageImporter(build.images(), layout.containerdSocket(Node.FIRST));
    }

    public Path kubeletRoot() {
        return layout.kubeletRoot(Node.FIRST);
    }

    /** What of the cluster is on the machine, for proving that nothing is. */
    static Leftovers leftovers() {
        return new LeftoverGatherer(Layout.STANDARD).gather();
    }
}
