package dev.headwater.e2e.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command line of every process of the cluster. Adding a process means adding a method and a line in {@link #all}. */
final class Parts {
    /** The driver's name in storage classes, and of its CSIDriver object. */
    static final String CSI_DRIVER = "csi.e2e.headwater.dev";

    /** Programs in Go would spend a fifth of their time on cleaning up tens of megabytes, of which the machine has thousands. */
    private static final Map<String, String> LESS_SWEEPING = Map.of("GOGC", "400");

    private final Layout layout;
    private final Build build;
    private final List<Node> nodes;

    /** @param nodes the first one first */
    Parts(Layout layout, Build build, List<Node> nodes) {
        this.layout = layout;
        this.build = build;
        this.nodes = nodes;
    }

    /** Every part, in the order in which they are started. */
    List<Part> all() {
        return Stream.concat(
                        Stream.of(
                                List.of(etcd(), containerd(Node.FIRST), apiServer(), controllerManager(), scheduler()),
                                List.of(kubelet(Node.FIRST), proxy(), csiDriver(Node.FIRST)),
                                besideDriver()),
                        nodes.stream().filter(node -> !node.isMachineItself()).map(this::of))
                .flatMap(List::stream)
                .toList();
    }

    /** The parts of a further node. */
    List<Part> of(Node node) {
        return List.of(mounts(node), containerd(node), csiDriver(node), kubelet(node));
    }

    /** The sidecars of the driver end when it does not answer them at once. */
    List<Part> besideDriver() {
        return List.of(provisioner(), snapshotter(), attacher(), snapshotController());
    }

    /** The part of that name; fails with the list of names that exist. */
    Part named(String name) {
        return all().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ClusterException("There is no part named " + name + "; the parts are "
                        + String.join(", ", all().stream().map(Part::name).toList()) + "."));
    }

    /** Without fsync: a cluster for tests is thrown away, and a developer's disk is slow. */
    Part etcd() {
        String client = "http://127.0.0.1:" + Network.ETCD_PORT;
        String peer = "http://127.0.0.1:" + Network.ETCD_PEER_PORT;
        return part(
                "etcd",
                "etcd",
                "--data-dir=" + layout.home().resolve("etcd"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--unsafe-no-fsync");
    }

    Part apiServer() {
        return part(
                "kube-apiserver",
                "kube-apiserver",
                "--etcd-servers=http://127.0.0.1:" + Network.ETCD_PORT,
                "--bind-address=" + Network.API_SERVER_ADDRESS,
                "--advertise-address=" + Network.API_SERVER_ADDRESS,
                "--secure-port=" + Network.API_SERVER_PORT,
                "--cert-dir=" + layout.home().resolve("pki"),
                "--tls-cert-file=" + layout.pki("kube-apiserver.crt"),
                "--tls-private-key-file=" + layout.pki("kube-apiserver.key"),
                "--client-ca-file=" + layout.pki("ca.crt"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + layout.pki("service-accounts.key"),
                "--service-account-signing-key-file=" + layout.pki("service-accounts.key"),
                "--service-cluster-ip-range=" + Network.SERVICES,
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                "--allow-privileged=true",
                "--kubelet-certificate-authority=" + layout.pki("ca.crt"),
                "--kubelet-client-certificate=" + layout.pki("kube-apiserver-kubelet-client.crt"),
                "--kubelet-client-key=" + layout.pki("kube-apiserver-kubelet-client.key"),
                "--kubelet-preferred-address-types=InternalIP");
    }

    Part controllerManager() {
        return part(
                "kube-controller-manager",
                "kube-controller-manager",
                "--kubeconfig=" + layout.kubeconfig("kube-controller-manager"),
                "--use-service-account-credentials=true",
                "--root-ca-file=" + layout.pki("ca.crt"),
                "--service-account-private-key-file=" + layout.pki("service-accounts.key"),
                "--cluster-signing-cert-file=" + layout.pki("ca.crt"),
                "--cluster-signing-key-file=" + layout.pki("ca.key"),
                "--flex-volume-plugin-dir=" + layout.home().resolve("volume-plugins"),
                "--kube-api-qps=100",
                "--kube-api-burst=200",
                "--secure-port=0",
                "--leader-elect=false");
    }

    Part scheduler() {
        return part(
                "kube-scheduler",
                "kube-scheduler",
                "--kubeconfig=" + layout.kubeconfig("kube-scheduler"),
                "--secure-port=0",
                "--leader-elect=false");
    }

    /** Does nothing once they are made; they last as long as any process of the node. */
    Part mounts(Node node) {
        return on(
                node,
                new Part(
                        node.mounts(),
                        List.of(
                                "unshare",
                                "--mount",
                                "--propagation",
                                "private",
                                "sh",
                                layout.nodeMounts(node).toString())));
    }

    /** Finds runc and its shim on the usual path of an administrator. */
    Part containerd(Node node) {
        return within(
                node,
                new Part(
                        node.containerd(),
                        List.of(
                                "containerd",
                                "--config",
                                layout.node(node, "containerd.toml").toString()),
                        Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")));
    }

    Part kubelet(Node node) {
        return within(
                node,
                part(
                        node.kubelet(),
                        "kubelet",
                        "--config=" + layout.node(node, "kubelet.yaml"),
                        "--kubeconfig=" + layout.kubeconfig(node.kubelet()),
                        "--root-dir=" + layout.kubeletRoot(),
                        "--cert-dir=" + layout.node(node, "certificates"),
                        "--hostname-override=" + node.name(),
                        "--node-ip=" + node.address(),
                        "--node-labels=topology.kubernetes.io/zone=" + node.zone(),
                        "--v=2"));
    }

    Part proxy() {
        return part(
                "kube-proxy",
                "kube-proxy",
                "--kubeconfig=" + layout.kubeconfig("kube-proxy"),
                "--proxy-mode=nftables",
                "--cluster-cidr=" + Network.PODS,
                "--nodeport-addresses=" + Node.FIRST.address() + "/32",
                "--hostname-override=" + Node.FIRST.name(),
                "--healthz-bind-address=127.0.0.1:" + Network.PROXY_HEALTH_PORT,
                "--metrics-bind-address=127.0.0.1:" + Network.PROXY_METRICS_PORT,
                "--conntrack-max-per-core=0",
                "--conntrack-tcp-timeout-established=0s",
                "--conntrack-tcp-timeout-close-wait=0s");
    }

    Part snapshotController() {
        return part(
                "snapshot-controller",
                "snapshot-controller",
                "--kubeconfig=" + layout.kubeconfig("storage"),
                "--kube-api-qps=100",
                "--kube-api-burst=200",
                "--leader-election=false");
    }

    /** The test CSI driver: a program of this module, with a small heap because it only moves words. */
    Part csiDriver(Node node) {
        return within(
                node,
                new Part(
                        node.csiDriver(),
                        List.of(
                                build.javaHome().resolve("bin/java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--class-path=" + build.programs().resolve("lib") + "/*",
                                dev.headwater.e2e.csidriver.Main.class.getName(),
                                "--endpoint=unix://" + layout.csiSocket(node),
                                "--driver-name=" + CSI_DRIVER,
                                "--node-id=" + node.name(),
                                "--zone=" + node.zone(),
                                "--state-dir=" + layout.csiState(),
                                "--kubelet-registration-dir=" + layout.kubeletRegistration())));
    }

    Part provisioner() {
        return sidecar(
                "csi-provisioner",
                "--feature-gates=Topology=true",
                "--strict-topology=false",
                "--immediate-topology=false",
                "--extra-create-metadata",
                "--default-fstype=ext4",
                // After a restore that was refused, what protects the snapshot goes only in this sweep.
                "--snapshot-orphan-sweep-interval=5s");
    }

    Part snapshotter() {
        return sidecar("csi-snapshotter", "--extra-create-metadata");
    }

    Part attacher() {
        return sidecar("csi-attacher");
    }

    /** Retries stay short: the driver is next door, and what it refuses in a test it soon accepts. */
    private Part sidecar(String name, String... arguments) {
        var all = new ArrayList<>(List.of(
                "--csi-address=" + layout.csiSocket(Node.FIRST),
                "--kubeconfig=" + layout.kubeconfig("storage"),
                "--kube-api-qps=100",
                "--kube-api-burst=200",
                "--retry-interval-start=500ms",
                "--retry-interval-max=2s"));
        all.addAll(List.of(arguments));
        return part(name, name, all.toArray(String[]::new));
    }

    /** The part among the mounts of its node. Each program becomes the next one: the process that is started is the part itself. */
    private Part within(Node node, Part part) {
        if (node.isMachineItself()) {
            return part;
        }
        String enter = "exec nsenter --target \"$(cut -d' ' -f1 '%s')\" --mount -- \"$@\""
                .formatted(layout.identity(node.mounts()));
        return on(
                node,
                new Part(
                        part.name(),
                        Stream.concat(Stream.of("sh", "-c", enter, part.name()), part.command().stream())
                                .toList(),
                        part.environment()));
    }

    private static Part on(Node node, Part part) {
        return part.with(Processes.NODE_MARKER, node.name());
    }

    private Part part(String name, String binary, String... arguments) {
        return new Part(
                name,
                Stream.concat(Stream.of(build.binary(binary)), Stream.of(arguments))
                        .toList(),
                LESS_SWEEPING);
    }
}
