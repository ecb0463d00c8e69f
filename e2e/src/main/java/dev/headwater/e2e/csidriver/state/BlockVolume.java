package dev.headwater.e2e.csidriver.state;

import java.util.Optional;
import java.util.Properties;

/**
 * A volume as the cloud sees it.
 *
 * @param id {@code vol-} and 17 hex digits; ids sort by age
 * @param name the idempotency key of CreateVolume
 * @param sizeBytes a whole number of GiB
 * @param node the node it is attached to; always empty for a driver without attach
 */
public record BlockVolume(String id, String name, long sizeBytes, String zone, Origin origin, Optional<String> node) {

    BlockVolume withSize(long newSizeBytes) {
        return new BlockVolume(id, name, newSizeBytes, zone, origin, node);
    }

    BlockVolume withNode(Optional<String> newNode) {
        return new BlockVolume(id, name, sizeBytes, zone, origin, newNode);
    }

    Properties toProperties() {
        Properties properties = new Properties();
        properties.setProperty("id", id);
        properties.setProperty("name", name);
        properties.setProperty("sizeBytes", Long.toString(sizeBytes));
        properties.setProperty("zone", zone);
        properties.setProperty("origin", origin.text());
        node.ifPresent(n -> properties.setProperty("node", n));
        return properties;
    }

    static BlockVolume of(Properties stored) {
        return new BlockVolume(
                stored.getProperty("id"),
                stored.getProperty("name"),
                Long.parseLong(stored.getProperty("sizeBytes")),
                stored.getProperty("zone"),
                Origin.parse(stored.getProperty("origin")),
                Optional.ofNullable(stored.getProperty("node")));
    }
}
