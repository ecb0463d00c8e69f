package dev.headwater.operator.api;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One API server for all classes of a JVM, one after the other: to start one takes longer than most of them. */
final class SharedApiServer implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace STORE = Namespace.create(SharedApiServer.class);

    /**
     * Runs from the first class that asks for it until the JVM ends.
     *
     * @param kubeConfig of its administrator
     * @param sweep back to what each class finds
     */
    private record Running(String kubeConfig, Sweep sweep) {
        /** Not in one of JUnit's stores: surefire begins anew with each class. */
        static final Running SERVER = start();

        private static Running start() {
            var server = new KubeAPIServer();
            server.start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            var kubeConfig = server.getKubeConfigYaml();
            try (var client = TestApiServer.client(kubeConfig)) {
                TestApiServer.prepare(client);
                TestApiServer.installSnapshotCrds(client);
                return new Running(kubeConfig, Sweep.backTo(client));
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(STORE).put(KubernetesClient.class, TestApiServer.client(Running.SERVER.kubeConfig()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Sight.close(client(context));
        Running.SERVER.sweep().sweep(client(context));
    }

    private static KubernetesClient client(ExtensionContext context) {
        return context.getStore(STORE).get(KubernetesClient.class, KubernetesClient.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KubernetesClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return client(context);
    }
}
