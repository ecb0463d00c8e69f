package dev.headwater.node.mount;

import dev.headwater.node.slot.MountEntry;
import dev.headwater.node.slot.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One process of the node, seen through {@code /proc}. It may end at any moment: then it has nothing. */
record NodeProcess(long pid) {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern CONTAINER = Pattern.compile("([0-9a-f]{64})(\\.scope)?$", Pattern.MULTILINE);
    private static final int SHORT_ID = 12;
    private static final List<String> LINKS = List.of("cwd", "root", "exe");
    private static final List<String> DIRECTORIES = List.of("fd", "map_files");

    /** All processes of the node, given its process namespace; the youngest first, as pids go. */
    static List<NodeProcess> all() {
        var names = Optional.ofNullable(PROC.toFile().list()).orElse(new String[0]);
        return Arrays.stream(names)
                .filter(name -> Character.isDigit(name.charAt(0)))
                .map(name -> new NodeProcess(Long.parseLong(name)))
                .sorted(Comparator.comparingLong(NodeProcess::pid).reversed())
                .toList();
    }

    /** Whether it runs in a container of the pod; cgroup drivers write the uid with dashes or underscores. */
    boolean of(String podUid) {
        var cgroups = cgroups();
        return cgroups.contains(podUid) || cgroups.contains(podUid.replace('-', '_'));
    }

    private String cgroups() {
        return read(path("cgroup"));
    }

    /** What tells its mount namespace from others; empty for a process that has ended. */
    Optional<String> namespace() {
        try {
            return Optional.of(Files.readSymbolicLink(path("ns/mnt")).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where it sees this file system mounted; empty for a process that has ended. */
    Optional<List<MountEntry>> mounts(String device) {
        try {
            return Optional.of(MountTables.of(pid, device));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether its working directory, root, program, an open file or a mapped file lies on one of these mounts. */
    boolean uses(Set<Long> mountIds) {
        return Stream.concat(
                        LINKS.stream().map(this::path), DIRECTORIES.stream().flatMap(this::entries))
                .anyMatch(file -> mountId(file).filter(mountIds::contains).isPresent());
    }

    /** Whether user ids mean the same in it as on the node. */
    boolean sharesUsers() {
        return read(path("uid_map")).trim().matches("0\\s+0\\s+4294967295");
    }

    /** Pid, container and name, harmless to show. */
    String describe() {
        var container = CONTAINER.matcher(cgroups());
        var where = container.find() ? " of container " + container.group(1).substring(0, SHORT_ID) : "";
        return "process " + pid + " (" + Printable.line(read(path("comm")).strip()) + ")" + where;
    }

    private Stream<Path> entries(String directory) {
        try (var stream = Files.newDirectoryStream(path(directory))) {
            var files = Stream.<Path>builder();
            stream.forEach(files);
            return files.build();
        } catch (IOException | DirectoryIteratorException e) {
            return Stream.empty();
        }
    }

    private static Optional<Long> mountId(Path file) {
        try {
            return Optional.of(Fd.statWithoutSync(file).mountId());
        } catch (KernelException e) {
            return Optional.empty();
        }
    }

    private Path path(String name) {
        return PROC.resolve(pid + "/" + name);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
