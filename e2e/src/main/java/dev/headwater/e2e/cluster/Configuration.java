package dev.headwater.e2e.cluster;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** Writes the files that the parts read when they start. */
final class Configuration {
    private final Layout layout;

    Configuration(Layout layout) {
        this.layout = layout;
    }

    /** Of the cluster itself, without its nodes. */
    void write() {
        Certificate.kubeconfigUsers().forEach(this::writeKubeconfig);
        put(layout.manifests().resolve("bootstrap.yaml"), bootstrap());
        put(layout.manifests().resolve("storage.yaml"), storage());
    }

    /**
     * Of one node; the file of its kubelet comes last, since a node that has it counts as one.
     *
     * @param admission who may run there from its first moment on
     */
    void write(Node node, Admission admission) {
        writeKubeconfig(node.kubelet());
        Map<String, String> values = nodeValues(layout, node, admission);
        put(layout.node(node, "containerd.toml"), Template.render("containerd.toml", values));
        put(layout.node(node, "cni/10-headwater-dev.conflist"), Template.render("cni.conflist", values));
        put(layout.nodeMounts(node), Template.render("mounts.sh", values));
        put(layout.node(node, "kubelet.yaml"), Template.render("kubelet.yaml", values));
    }

    private void writeKubeconfig(String user) {
        put(layout.kubeconfig(user), kubeconfig(user));
    }

    static Map<String, String> nodeValues(Layout layout, Node node, Admission admission) {
        return Map.ofEntries(
                entry("home", layout.home().toString()),
                entry("node", node.name()),
                entry("kubelet", node.kubelet()),
                entry("kubeletRoot", layout.kubeletRoot().toString()),
                entry("address", node.address()),
                entry("port", Integer.toString(Network.KUBELET_PORT)),
                entry("podCidr", node.podCidr()),
                entry("dns", Network.DNS_SERVICE),
                entry("podLogs", layout.podLogs().toString()),
                entry("taints", admission.taints()),
                entry("cgroupRoot", "/" + Layout.cgroup(node)),
                entry("socket", layout.containerdSocket(node).toString()));
    }

    static String storage() {
        return Template.render("storage.yaml", Map.of("driver", Parts.CSI_DRIVER));
    }

    static String bootstrap() {
        return Template.render("bootstrap.yaml", Map.of("dns", Network.DNS_SERVICE));
    }

    /** With keys and certificates inside, so that the file may be copied anywhere. */
    private String kubeconfig(String user) {
        return Template.render(
                "kubeconfig.yaml",
                Map.of(
                        "server", Network.apiServer(),
                        "user", user,
                        "ca", base64(layout.pki("ca.crt")),
                        "certificate", base64(layout.pki(user + ".crt")),
                        "key", base64(layout.pki(user + ".key"))));
    }

    private static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
