package dev.headwater.node.slot;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The mounts of one mount namespace, each after the mount that it hides or lies on. */
public record MountTable(List<MountEntry> entries) {

    public MountTable {
        entries = List.copyOf(entries);
    }

    /** Reads the text of a mountinfo file; lines of another form are left out. */
    public static MountTable parse(String mountinfo) {
        return new MountTable(mountinfo
                .lines()
                .map(MountEntry::parse)
                .flatMap(Optional::stream)
                .toList());
    }

    /** The layers at exactly this path, the visible one last. */
    public List<MountEntry> at(String path) {
        return entries.stream().filter(entry -> entry.mountPoint().equals(path)).toList();
    }

    /** What is visible at exactly this path. */
    public Optional<MountEntry> top(String path) {
        return at(path).stream().reduce((lower, upper) -> upper);
    }

    /** Everything at and below the path, in the order in which it can be unmounted. */
    public List<MountEntry> unmountOrder(String path) {
        return entries.stream().filter(entry -> entry.within(path)).toList().reversed();
    }

    /** The mount that the path lies on. */
    public Optional<MountEntry> containing(String path) {
        return entries.stream()
                .filter(entry -> entry.mountPoint().equals("/")
                        || path.equals(entry.mountPoint())
                        || path.startsWith(entry.mountPoint() + "/"))
                .max(Comparator.comparingInt(entry -> entry.mountPoint().length()));
    }

    public List<MountEntry> ofDevice(String device) {
        return entries.stream().filter(entry -> entry.device().equals(device)).toList();
    }
}
