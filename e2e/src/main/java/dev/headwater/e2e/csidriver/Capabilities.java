package dev.headwater.e2e.csidriver;

import dev.headwater.csi.v1.VolumeCapability;
import dev.headwater.csi.v1.VolumeCapability.AccessMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a volume can be used for: one node, as a file system. */
final class Capabilities {
    private static final Set<AccessMode.Mode> MODES = Set.of(
            AccessMode.Mode.SINGLE_NODE_WRITER,
            AccessMode.Mode.SINGLE_NODE_READER_ONLY,
            AccessMode.Mode.SINGLE_NODE_SINGLE_WRITER,
            AccessMode.Mode.SINGLE_NODE_MULTI_WRITER);

    private Capabilities() {}

    /** Why some of {@code wanted} is impossible. */
    static Optional<String> refusal(List<VolumeCapability> wanted) {
        return wanted.stream().flatMap(c -> refusal(c).stream()).findFirst();
    }

    /** The capability, if it is one of ours. */
    static VolumeCapability required(VolumeCapability wanted) {
        if (wanted.equals(VolumeCapability.getDefaultInstance())) {
            throw Answer.invalid("volume_capability is missing.");
        }
        refusal(wanted).ifPresent(why -> {
            throw Answer.invalid(why);
        });
        return wanted;
    }

    private static Optional<String> refusal(VolumeCapability wanted) {
        if (wanted.hasBlock()) {
            return Optional.of("Raw block volumes are not offered; ask for a file system.");
        }
        AccessMode.Mode mode = wanted.getAccessMode().getMode();
        return MODES.contains(mode)
                ? Optional.empty()
                : Optional.of("A volume is used by one node at a time; " + mode + " is not possible.");
    }
}
