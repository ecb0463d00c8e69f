package dev.headwater.e2e.world;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The cluster as its administrator sees it. */
public final class World implements AutoCloseable {
    /** The namespace of the jobs; its Pod Security level is {@code restricted}. */
    public static final String JOBS = "ci";

    /** The release namespace. */
    public static final String RELEASE = "headwater-system";

    /** Where claims, keepers and snapshots live. */
    public static final String VAULT = "headwater-vault";

    private static final String FIELD_MANAGER = "headwater-e2e";

    /**
     * The client warns of every version that is not v1, which is what this is about, and whenever the server closes an exec's connection
     * first. Loggers are held weakly: a field keeps them.
     */
    private static final List<Logger> NOISE = Stream.of(
                    "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils",
                    "io.fabric8.kubernetes.client.jdkhttp.JdkWebSocketImpl")
            .map(Logger::getLogger)
            .toList();

    private final Site site;
    private final KubernetesClient client;

    private World(Site site, KubernetesClient client) {
        this.site = site;
        this.client = client;
    }

    /** Connects to the cluster of this machine; fails with a sentence when none is up. */
    public static World connect() {
        NOISE.forEach(logger -> logger.setLevel(Level.SEVERE));
        var site = Site.ofRunningCluster();
        var config = Config.fromKubeconfig(site.kubeconfig().toFile());
        return new World(site, new KubernetesClientBuilder().withConfig(config).build());
    }

    public Site site() {
        return site;
    }

    public KubernetesClient client() {
        return client;
    }

    /** A client with the rights of a service account, and no others. */
    public KubernetesClient as(String namespace, String serviceAccount) {
        var config = new ConfigBuilder(client.getConfiguration())
                .withImpersonateUsername("system:serviceaccount:%s:%s".formatted(namespace, serviceAccount))
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Server-side apply of every object of a YAML file. */
    public List<HasMetadata> apply(Path yaml) {
        try (var stream = Files.newInputStream(yaml)) {
            return client.load(stream).items().stream().map(this::apply).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T extends HasMetadata> T apply(T object) {
        return client.resource(object)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    /** What kubectl prints for these arguments. */
    public String kubectl(String... arguments) {
        var argv = Stream.concat(
                Stream.of(
                        site.kubectl().toString(),
                        "--kubeconfig",
                        site.kubeconfig().toString()),
                Stream.of(arguments));
        return Program.of(argv.toArray(String[]::new)).output();
    }

    @Override
    public void close() {
        client.close();
    }
}
