package dev.headwater.operator.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;

/** Starts the operator; with the argument {@code uninstall-check}, only looks whether Headwater may be uninstalled, and says so. */
@QuarkusMain
public final class Main implements QuarkusApplication {
    private static final String UNINSTALL_CHECK = "uninstall-check";

    private final Instance<Lifecycle> lifecycle;
    private final KubernetesClient client;
    private final OperatorConfig config;
    private final Clock clock;

    @Inject
    Main(Instance<Lifecycle> lifecycle, KubernetesClient client, OperatorConfig config, Clock clock) {
        this.lifecycle = lifecycle;
        this.client = client;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public int run(String... args) {
        if (args.length == 1 && args[0].equals(UNINSTALL_CHECK)) {
            return new UninstallCheck(client, config.vaultNamespace(), System.out, clock).run();
        }
        if (args.length > 0) {
            System.err.println("usage: no argument to run the operator, or " + UNINSTALL_CHECK);
            return 2;
        }
        lifecycle.get().start();
        Quarkus.waitForExit();
        return 0;
    }
}
