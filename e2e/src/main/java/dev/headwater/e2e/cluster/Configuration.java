package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Writes the files that the parts read when they start. */
final class Configuration {
    private final Layout layout;

    Configuration(Layout layout) {
        this.layout = layout;
    }

    void write(List<Node> nodes) {
        Certificate.kubeconfigUsers(nodes).forEach(user -> put(layout.kubeconfig(user), kubeconfig(user)));
        nodes.forEach(this::writeNode);
        put(layout.manifests().resolve("bootstrap.yaml"), bootstrap());
        put(layout.manifests().resolve("storage.yaml"), storage());
    }

    private void writeNode(Node node) {
        Map<String, String> values = nodeValues(layout, node);
        put(layout.node(node, "containerd.toml"), Template.render("containerd.toml", values));
        put(layout.node(node, "cni/10-headwater-dev.conflist"), Template.render("cni.conflist", values));
        put(layout.node(node, "kubelet.yaml"), Template.render("kubelet.yaml", values));
    }

    static Map<String, String> nodeValues(Layout layout, Node node) {
        return Map.of(
                "home", layout.home().toString(),
                "node", node.name(),
                "kubelet", node.kubelet(),
                "address", node.address(),
                "port", Integer.toString(Network.KUBELET_PORT),
                "podCidr", node.podCidr(),
                "dns", Network.DNS_SERVICE,
                "cgroupRoot", "/" + Layout.CGROUP,
                "socket", layout.containerdSocket(node).toString());
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
