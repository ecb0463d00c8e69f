package dev.headwater.operator.app;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** A real API server before the program boots, where the client of the program finds it. */
public final class ApiServerResource implements QuarkusTestResourceLifecycleManager {
    private final KubeAPIServer server = new KubeAPIServer();

    @Override
    public Map<String, String> start() {
        server.start();
        try {
            var file = Files.createTempFile("kubeconfig", ".yaml");
            Files.writeString(file, server.getKubeConfigYaml());
            System.setProperty("kubeconfig", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "headwater.namespace", "default", "headwater.pod-name", "operator-1", "headwater.trust.port", "0");
    }

    @Override
    public void stop() {
        server.stop();
        System.clearProperty("kubeconfig");
    }
}
