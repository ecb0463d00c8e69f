package dev.headwater.e2e.csidriver.fault;

import dev.headwater.csi.v1.ControllerPublishVolumeRequest;
import dev.headwater.csi.v1.CreateVolumeRequest;
import dev.headwater.csi.v1.NodePublishVolumeRequest;
import dev.headwater.csi.v1.NodeStageVolumeRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The volumes of StorageClasses with one {@code faults: NAME}. CSI gives parameters or the volume context to some calls only. */
public final class VolumeGroup {
    /** Parameter of a StorageClass and key of the volume context. */
    public static final String PARAMETER = "faults";

    private static final Set<String> METHODS =
            Set.of("CreateVolume", "ControllerPublishVolume", "NodeStageVolume", "NodePublishVolume", "*");

    private VolumeGroup() {}

    /** Whether calls of {@code method} can be told apart by it. */
    static boolean isKnownTo(String method) {
        return METHODS.contains(method);
    }

    /** The one that the volume of a CSI request belongs to. */
    static Optional<String> of(Object request) {
        Map<String, String> context = switch (request) {
            case CreateVolumeRequest create -> create.getParametersMap();
            case ControllerPublishVolumeRequest attach -> attach.getVolumeContextMap();
            case NodeStageVolumeRequest stage -> stage.getVolumeContextMap();
            case NodePublishVolumeRequest publish -> publish.getVolumeContextMap();
            default -> Map.of();
        };
        return Optional.ofNullable(context.get(PARAMETER));
    }
}
