package dev.headwater.e2e.csidriver.state;

import java.time.Instant;
import java.util.Properties;

/**
 * A snapshot as the cloud sees it. Its data is complete from the cut on; that it cannot be used before {@code readyAt}
 * is what a cloud that copies blocks in the background looks like.
 *
 * @param id {@code snap-} and 17 hex digits; ids sort by age
 * @param name the idempotency key of CreateSnapshot
 * @param volumeId the source, which may be gone
 * @param sizeBytes the size of the source at the cut, whatever part of it was in use
 */
public record BlockSnapshot(String id, String name, String volumeId, long sizeBytes, Instant cutAt, Instant readyAt) {

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
        return properties;
    }

    static BlockSnapshot of(Properties stored) {
        return new BlockSnapshot(
                stored.getProperty("id"),
                stored.getProperty("name"),
                stored.getProperty("volumeId"),
                Long.parseLong(stored.getProperty("sizeBytes")),
                Instant.parse(stored.getProperty("cutAt")),
                Instant.parse(stored.getProperty("readyAt")));
    }
}
