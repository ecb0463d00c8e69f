package dev.headwater.node.slot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The mounts of one mount namespace, each after the mount that it hides or lies on. */
public record MountTable(List<MountEntry> entries) {

    public MountTable {
        entries = List.copyOf(entries);
    }

    /** Reads the text of a mountinfo file; lines of another form are left out. */
    public static MountTable parse(String mountinfo) {
        return new MountTable(entries(mountinfo.lines()));
    }

    /** Only the mounts of one file system: most tables of a node have none, and need not be taken apart. */
    public static List<MountEntry> parse(String mountinfo, String device) {
        var sought = " " + device + " ";
        return entries(mountinfo.lines().filter(line -> line.contains(sought))).stream()
                .filter(entry -> entry.device().equals(device))
                .toList();
    }

    private static List<MountEntry> entries(Stream<String> lines) {
        return lines.map(MountEntry::parse).flatMap(Optional::stream).toList();
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
                .filter(entry -> entry.contains(path))
                .max(Comparator.comparingInt(entry -> entry.mountPoint().length()));
    }

    /** What was mounted, unmounted or changed between the two tables: each entry that only one of them has. */
    public List<MountEntry> changesSince(MountTable earlier) {
        var gone = new LinkedHashMap<Long, MountEntry>();
        earlier.entries.forEach(entry -> gone.put(entry.id(), entry));
        var changes = new ArrayList<MountEntry>();
        for (var entry : entries) {
            if (!gone.remove(entry.id(), entry)) {
                changes.add(entry);
            }
        }
        changes.addAll(gone.values());
        return changes;
    }
}
