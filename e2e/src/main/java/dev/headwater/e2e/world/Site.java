package dev.headwater.e2e.world;

import dev.headwater.e2e.cluster.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where things are on this machine.
 *
 * @param root of the repository
 * @param cache folder of results that are kept by content
 * @param kubeconfig of the cluster's administrator
 * @param kubeletRoot below which the node's volumes are mounted
 */
public record Site(Path root, Path cache, Path kubeconfig, Path kubectl, Path helm, Path kubeletRoot) {
    private static final String MARK = "e2e/workspace/Cargo.toml";

    /** The site of the cluster that is up; fails with a sentence when none is. */
    public static Site ofRunningCluster() {
        var cluster = Cluster.running();
        return new Site(
                repository(Path.of("").toAbsolutePath()),
                cache(System.getenv()),
                cluster.kubeconfig(),
                cluster.kubectl(),
                cluster.kubectl().resolveSibling("helm"),
                cluster.kubeletRoot());
    }

    public Path chart() {
        return root.resolve("helm/headwater");
    }

    /** A file of the demo, as in {@code stream.yaml}. */
    public Path demo(String file) {
        return root.resolve("e2e/demo").resolve(file);
    }

    /** A file of the runner controller's stand-in, as in {@code controller.yaml}. */
    public Path arc(String file) {
        return root.resolve("e2e/arc").resolve(file);
    }

    private static Path repository(Path start) {
        return Stream.<Path>iterate(start, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve(MARK)))
                .findFirst()
                .orElseThrow(() -> new WorldException("No " + MARK + " in " + start + " or above; use ./dev."));
    }

    private static Path cache(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("HEADWATER_CACHE"))
                .map(Path::of)
                .orElseThrow(() -> new WorldException("HEADWATER_CACHE is not set; use ./dev."));
    }
}
