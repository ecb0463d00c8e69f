package dev.headwater.e2e.bench;

import dev.headwater.e2e.world.World;
import dev.headwater.e2e.world.WorldException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The vault between two measurements: what one of them left must not slow the next. */
record Vault(World world) {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /** Waits until no pod, claim, volume or attachment is left. */
    void awaitEmpty(Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new WorldException("The vault is not empty after " + limit
                        + "; kubectl -n headwater-vault get pods,pvc says what is left.");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private boolean isEmpty() {
        var client = world.client();
        return client.pods().inNamespace(World.VAULT).list().getItems().isEmpty()
                && client.persistentVolumeClaims()
                        .inNamespace(World.VAULT)
                        .list()
                        .getItems()
                        .isEmpty()
                && client.persistentVolumes().list().getItems().isEmpty()
                && client.storage().v1().volumeAttachments().list().getItems().isEmpty();
    }
}
