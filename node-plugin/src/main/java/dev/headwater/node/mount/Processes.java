package dev.headwater.node.mount;

import dev.headwater.node.slot.MountEntry;
import dev.headwater.node.slot.MountTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who uses a volume, and who can see it. Needs the process namespace of the node. */
public final class Processes {

    /** Whether a volume that is mounted below a slot can appear in a container of the pod. */
    public enum Reach {
        /** Some container has the slot and takes part in its mounts. */
        REACHABLE,
        /** No container that has the slot was found. */
        UNKNOWN,
        /** Every container that has the slot keeps its mounts to itself. */
        NO_PROPAGATION,
        /** The pod has user ids of its own: files of the volume would belong to nobody. */
        OTHER_USERS
    }

    private static final MountTable NOTHING = new MountTable(List.of());

    private final List<NodeProcess> all = NodeProcess.all();
    private final HashMap<String, MountTable> tables = new HashMap<>();

    /**
     * Names the process that keeps the volume at {@code path} from being unmounted.
     *
     * @param path of the volume on the host
     */
    public Optional<String> holding(String podUid, String device, String path) {
        return all.stream()
                .sorted(Comparator.comparing(process -> !process.of(podUid)))
                .filter(process -> {
                    var mounts = seenBy(process, podUid, device, path);
                    return !mounts.isEmpty() && process.uses(mounts);
                })
                .findFirst()
                .map(NodeProcess::describe);
    }

    /** Names a process that still sees the volume although it is no longer mounted at {@code path}: a private copy. */
    public Optional<String> seeing(String podUid, String device, String path) {
        return all.stream()
                .filter(process -> !seenBy(process, podUid, device, path).isEmpty())
                .findFirst()
                .map(NodeProcess::describe);
    }

    /**
     * Judges the mounts of the slot in the pod's containers.
     *
     * @param slotDevice {@code major:minor} of the slot's tmpfs
     */
    public Reach reach(String podUid, String slotDevice) {
        var containers = all.stream()
                .filter(process -> process.of(podUid))
                .filter(process -> !table(process).ofDevice(slotDevice).isEmpty())
                .toList();
        if (containers.isEmpty()) {
            return Reach.UNKNOWN;
        }
        var receiving = containers.stream()
                .filter(process -> table(process).ofDevice(slotDevice).stream().anyMatch(MountEntry::receives))
                .toList();
        if (receiving.isEmpty()) {
            return Reach.NO_PROPAGATION;
        }
        return receiving.stream().anyMatch(NodeProcess::sharesUsers) ? Reach.REACHABLE : Reach.OTHER_USERS;
    }

    /** Any process that has the file system mounted anywhere. */
    public Optional<String> knowing(String device) {
        return all.stream()
                .filter(process -> !table(process).ofDevice(device).isEmpty())
                .findFirst()
                .map(NodeProcess::describe);
    }

    /** Whether any process of the pod is left. */
    public boolean anyOf(String podUid) {
        return all.stream().anyMatch(process -> process.of(podUid));
    }

    /** Mounts of the volume: all that a process of the pod has of it, and others' copies of the place in the slot. */
    private Set<Long> seenBy(NodeProcess process, String podUid, String device, String path) {
        var ofPod = process.of(podUid);
        return table(process).ofDevice(device).stream()
                .filter(entry -> ofPod || entry.within(path))
                .map(MountEntry::id)
                .collect(Collectors.toSet());
    }

    private MountTable table(NodeProcess process) {
        return process.namespace()
                .map(namespace -> tables.computeIfAbsent(namespace, any -> process.mounts()))
                .orElse(NOTHING);
    }
}
