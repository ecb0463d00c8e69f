package dev.headwater.e2e.csidriver.state;

import dev.headwater.e2e.csidriver.state.Behaviour.Dependence;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * A snapshot as the cloud sees it. Its data is complete from the cut on; that it cannot be used before {@code readyAt}
 * is what a cloud that copies blocks in the background looks like.
 *
 * @param id {@code snap-} and 17 hex digits; ids sort by age
 * @param name the idempotency key of CreateSnapshot
 * @param volumeId the source, which may be gone
 * @param sizeBytes the size of the source at the cut, whatever part of it was in use
 * @param dependence what it needs to stay alive; empty = what the cloud's snapshots need at the time
 */
public record BlockSnapshot(
        String id,
        String name,
        String volumeId,
        long sizeBytes,
        Instant cutAt,
        Instant readyAt,
        Optional<Dependence> dependence) {

    /** Whether a volume can be restored from it at {@code now}. */
    public boolean readyBy(Instant now) {
        return !now.isBefore(readyAt);
    }

    Properties toProperties() {
        Properties properties = new Properties();
        properties.setProperty("id", id);
        properties.setProperty("name", name);
        properties.setProperty("volumeId", volumeId);
        properties.setProperty("sizeBytes", Long.toString(sizeBytes));
        properties.setProperty("cutAt", cutAt.toString());
        properties.setProperty("readyAt", readyAt.toString());
        dependence.ifPresent(d -> properties.setProperty("dependence", d.name()));
        return properties;
    }

    static BlockSnapshot of(Properties stored) {
        return new BlockSnapshot(
                stored.getProperty("id"),
                stored.getProperty("name"),
                stored.getProperty("volumeId"),
                Long.parseLong(stored.getProperty("sizeBytes")),
                Instant.parse(stored.getProperty("cutAt")),
                Instant.parse(stored.getProperty("readyAt")),
                Optional.ofNullable(stored.getProperty("dependence")).map(Dependence::valueOf));
    }
}
