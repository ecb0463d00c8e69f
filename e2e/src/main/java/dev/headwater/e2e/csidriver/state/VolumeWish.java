package dev.headwater.e2e.csidriver.state;

import java.util.List;

/**
 * A CreateVolume request, cleared of the wire format.
 *
 * @param requiredBytes at least this; 0 = whatever fits
 * @param limitBytes at most this; 0 = no limit
 * @param zones acceptable zones, best first; never empty
 */
public record VolumeWish(String name, long requiredBytes, long limitBytes, Origin origin, List<String> zones) {
    /** The same in a zone that nobody asked for. */
    public VolumeWish elsewhere() {
        return new VolumeWish(name, requiredBytes, limitBytes, origin, List.of(zones.getFirst() + "-elsewhere"));
    }
}
