package dev.headwater.e2e.world;

import dev.headwater.e2e.cluster.ClusterException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.BooleanSupplier;

/** How a program for a person ends. */
public final class ExitCode {

    /** 0 where all was well; else 1, and what went wrong is said in a sentence instead of a stack trace. */
    public static int of(BooleanSupplier program) {
        try {
            return program.getAsBoolean() ? 0 : 1;
        } catch (WorldException | ClusterException e) {
            System.err.println(e.getMessage());
        } catch (KubernetesClientException e) {
            System.err.println("The API server did not do what was asked: " + e.getMessage());
        }
        return 1;
    }

    private ExitCode() {}
}
