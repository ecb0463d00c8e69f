package dev.headwater.e2e.csidriver.state;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many volumes a node can hold; 0 = any number.
 *
 * @param everywhere of a node that has no limit of its own
 * @param own by node id
 */
public record AttachLimits(int everywhere, Map<String, Integer> own) {
    /** The same number for each node. */
    public static AttachLimits same(int volumes) {
        return new AttachLimits(volumes, Map.of());
    }

    /** The limit of this node. */
    public int of(String node) {
        return own.getOrDefault(node, everywhere);
    }

    AttachLimits withEverywhere(int volumes) {
        return new AttachLimits(volumes, own);
    }

    AttachLimits with(String node, int volumes) {
        Map<String, Integer> changed = new TreeMap<>(own);
        changed.put(node, volumes);
        return new AttachLimits(everywhere, changed);
    }
}
