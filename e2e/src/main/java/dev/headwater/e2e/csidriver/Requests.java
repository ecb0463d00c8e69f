package dev.headwater.e2e.csidriver;

import dev.headwater.csi.v1.CapacityRange;
import dev.headwater.csi.v1.CreateSnapshotRequest;
import dev.headwater.csi.v1.CreateVolumeRequest;
import dev.headwater.csi.v1.Topology;
import dev.headwater.csi.v1.TopologyRequirement;
import dev.headwater.csi.v1.VolumeContentSource;
import dev.headwater.e2e.csidriver.fault.VolumeGroup;
import dev.headwater.e2e.csidriver.host.FileSystem;
import dev.headwater.e2e.csidriver.state.Behaviour.Dependence;
import dev.headwater.e2e.csidriver.state.Origin;
import dev.headwater.e2e.csidriver.state.SnapshotWish;
import dev.headwater.e2e.csidriver.state.VolumeWish;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads requests into our words; what is malformed is INVALID_ARGUMENT. */
final class Requests {
    /** Parameter of a StorageClass and key of the volume context: {@code ext4} or {@code xfs}. */
    static final String FS_TYPE = "fsType";

    private static final String INITIALIZATION_RATE = "volumeInitializationRate";

    /** Kubernetes' own parameters pass, as do the ones of EBS that change nothing here. */
    private static final Set<String> KNOWN =
            Set.of(FS_TYPE, VolumeGroup.PARAMETER, INITIALIZATION_RATE, "type", "iops", "throughput");

    private static final Set<String> CONTEXT = Set.of(FS_TYPE, VolumeGroup.PARAMETER);

    /** Parameter of a VolumeSnapshotClass, with the values of the setting of that name. */
    private static final String DEPENDENCE = "snapshot-dependence";

    private static final Set<String> KNOWN_OF_SNAPSHOTS = Set.of(DEPENDENCE);

    private Requests() {}

    /** What kind of volume is asked for, {@code homeZone} being good for who does not care. */
    static VolumeWish volume(CreateVolumeRequest request, String homeZone) {
        String name = Answer.required(request.getName(), "name");
        if (request.getVolumeCapabilitiesCount() == 0) {
            throw Answer.invalid("volume_capabilities is missing.");
        }
        request.getVolumeCapabilitiesList().forEach(Capabilities::required);
        Origin origin = origin(request.getVolumeContentSource());
        checkParameters(request.getParametersMap(), origin);
        CapacityRange range = range(request.getCapacityRange());
        List<String> zones = zones(request.getAccessibilityRequirements(), homeZone);
        return new VolumeWish(name, range.getRequiredBytes(), range.getLimitBytes(), origin, zones);
    }

    /** What kind of snapshot is asked for. */
    static SnapshotWish snapshot(CreateSnapshotRequest request) {
        String name = Answer.required(request.getName(), "name");
        String volume = Answer.required(request.getSourceVolumeId(), "source_volume_id");
        Map<String, String> parameters = request.getParametersMap();
        checkNames(parameters, KNOWN_OF_SNAPSHOTS);
        return new SnapshotWish(
                name, volume, Optional.ofNullable(parameters.get(DEPENDENCE)).map(Requests::dependence));
    }

    private static Dependence dependence(String name) {
        return Dependence.named(name)
                .orElseThrow(() -> Answer.invalid("Snapshots depend on none, volume or clones, not on '" + name
                        + "', as " + DEPENDENCE + " says."));
    }

    /** What of the parameters the calls for the volume shall carry from now on. */
    static Map<String, String> context(CreateVolumeRequest request) {
        Map<String, String> context = new HashMap<>(request.getParametersMap());
        context.keySet().retainAll(CONTEXT);
        return context;
    }

    /** The range, if it is one. */
    static CapacityRange range(CapacityRange range) {
        if (range.getRequiredBytes() < 0 || range.getLimitBytes() < 0) {
            throw Answer.invalid("A capacity is not negative.");
        }
        return range;
    }

    private static void checkParameters(Map<String, String> parameters, Origin origin) {
        checkNames(parameters, KNOWN);
        fileSystem(parameters.getOrDefault(FS_TYPE, ""));
        if (parameters.containsKey(INITIALIZATION_RATE) && origin instanceof Origin.Blank) {
            throw Answer.invalid(INITIALIZATION_RATE + " is for volumes restored from a snapshot, not for empty ones.");
        }
    }

    private static void checkNames(Map<String, String> parameters, Set<String> known) {
        for (String key : parameters.keySet()) {
            if (!known.contains(key) && !key.startsWith("csi.storage.k8s.io/")) {
                throw Answer.invalid("There is no parameter " + key + "; known: " + known + ".");
            }
        }
    }

    /** The file system of that name; ext4 if none is named. */
    static FileSystem fileSystem(String type) {
        return FileSystem.named(type.isEmpty() ? "ext4" : type)
                .orElseThrow(() -> Answer.invalid("There is no file system " + type + "; take ext4 or xfs."));
    }

    private static Origin origin(VolumeContentSource source) {
        return switch (source.getTypeCase()) {
            case SNAPSHOT ->
                new Origin.FromSnapshot(Answer.required(source.getSnapshot().getSnapshotId(), "snapshot_id"));
            case VOLUME ->
                new Origin.FromVolume(Answer.required(source.getVolume().getVolumeId(), "volume_id"));
            case TYPE_NOT_SET -> new Origin.Blank();
        };
    }

    /** Preferred zones come first, each once. */
    private static List<String> zones(TopologyRequirement wanted, String homeZone) {
        List<String> zones = Stream.concat(wanted.getPreferredList().stream(), wanted.getRequisiteList().stream())
                .map(Topology::getSegmentsMap)
                .filter(segments -> segments.containsKey(Options.TOPOLOGY_KEY))
                .map(segments -> segments.get(Options.TOPOLOGY_KEY))
                .distinct()
                .toList();
        return zones.isEmpty() ? List.of(homeZone) : zones;
    }
}
