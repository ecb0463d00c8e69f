package dev.headwater.operator.api;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Lives of an operator that end at one of their writes, which the API server has heard of and the operator has not. To die before a write is to
 * die after the one before it.
 */
final class Mortal {

    /** What happens in the world meanwhile, until there is nothing more to happen or the operator is dead. */
    interface Life {
        void pass(BooleanSupplier isDead) throws Exception;
    }

    /**
     * Lets an operator live. One that was cut off is buried by somebody else: it still waits for answers that never come.
     *
     * @param fatal number of the write that is its last, from 1
     * @return whether it had so many writes
     */
    static boolean live(KubernetesClient world, int fatal, Function<KubernetesClient, Operator> birth, Life life)
            throws Exception {
        var proxy = new KillingProxy(world.getConfiguration(), fatal);
        var own = new KubernetesClientBuilder().withConfig(proxy.config()).build();
        var operator = birth.apply(own);
        try {
            operator.start();
            life.pass(proxy::hasKilled);
        } catch (OperatorException e) {
            if (!proxy.hasKilled()) {
                throw e;
            }
        } finally {
            proxy.close();
            Thread.startVirtualThread(() -> {
                operator.stop();
                own.close();
            });
        }
        return proxy.hasKilled();
    }

    private Mortal() {}
}
