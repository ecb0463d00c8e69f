package dev.headwater.node.mount;

import dev.headwater.node.slot.MountEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who uses a volume, and who can see it. Needs the process namespace of the node. */
public final class Processes {

    /** Whether a volume that is mounted below a slot can appear in a container of the pod; of its containers the best counts. */
    public enum Reach {
        /** No container that has the slot was found. */
        UNKNOWN,
        /** Every container that has the slot keeps its mounts to itself. */
        NO_PROPAGATION,
        /** The pod has user ids of its own: files of the volume would belong to nobody. */
        OTHER_USERS,
        /** Some container has the slot and takes part in its mounts. */
        REACHABLE
    }

    private final List<NodeProcess> all = NodeProcess.all();
    private final Map<Seen, List<MountEntry>> seen = new HashMap<>();

    /** All processes of a namespace see the same. */
    private record Seen(String namespace, String device) {}

    /**
     * Names the process that keeps the volume at {@code path} from being unmounted.
     *
     * @param path of the volume on the host
     */
    public Optional<String> holding(String podUid, String device, String path) {
        var knowing = all.stream()
                .filter(process -> !mounts(process, device).isEmpty())
                .toList();
        return Stream.concat(knowing.stream().filter(process -> process.of(podUid)), knowing.stream())
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
        var reach = Reach.UNKNOWN;
        for (var process : all) {
            if (process.of(podUid)) {
                reach = better(reach, reach(process, slotDevice));
            }
            if (reach == Reach.REACHABLE) {
                break;
            }
        }
        return reach;
    }

    private Reach reach(NodeProcess process, String slotDevice) {
        var slots = mounts(process, slotDevice);
        if (slots.isEmpty()) {
            return Reach.UNKNOWN;
        }
        if (slots.stream().noneMatch(MountEntry::receives)) {
            return Reach.NO_PROPAGATION;
        }
        return process.sharesUsers() ? Reach.REACHABLE : Reach.OTHER_USERS;
    }

    private static Reach better(Reach one, Reach other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Any process that has the file system mounted anywhere. */
    public Optional<String> knowing(String device) {
        return all.stream()
                .filter(process -> !mounts(process, device).isEmpty())
                .findFirst()
                .map(NodeProcess::describe);
    }

    /** Whether any process of the pod is left. */
    public boolean anyOf(String podUid) {
        return all.stream().anyMatch(process -> process.of(podUid));
    }

    /** Mounts of the volume: all that a process of the pod has of it, and others' copies of the place in the slot. */
    private Set<Long> seenBy(NodeProcess process, String podUid, String device, String path) {
        var mounts = mounts(process, device);
        var ofPod = !mounts.isEmpty() && process.of(podUid);
        return mounts.stream()
                .filter(entry -> ofPod || entry.within(path))
                .map(MountEntry::id)
                .collect(Collectors.toSet());
    }

    /** What a process saw that has ended meanwhile says nothing of the others in its namespace. */
    private List<MountEntry> mounts(NodeProcess process, String device) {
        var namespace = process.namespace().map(name -> new Seen(name, device));
        var known = namespace.map(seen::get);
        if (namespace.isEmpty() || known.isPresent()) {
            return known.orElse(List.of());
        }
        var mounts = process.mounts(device);
        mounts.ifPresent(found -> seen.put(namespace.get(), found));
        return mounts.orElse(List.of());
    }
}
