package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds processes by what they carry and where they run, whoever started them. */
final class ProcessSearch {
    private ProcessSearch() {}

    /**
     * Those that have a mark or run in a control group.
     *
     * @param mark as in {@code NAME=value}, in the environment
     */
    static List<ProcessIdentity> find(String mark, List<Path> cgroups) {
        Set<Long> pids = new LinkedHashSet<>();
        ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> carries(pid, mark))
                .forEach(pids::add);
        cgroups.forEach(cgroup -> members(cgroup).forEach(pids::add));
        return pids.stream().map(ProcessIdentity::of).flatMap(Optional::stream).toList();
    }

    private static boolean carries(long pid, String mark) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return List.of(new String(environment, StandardCharsets.ISO_8859_1).split("\0"))
                    .contains(mark);
        } catch (IOException gone) {
            return false;
        }
    }

    private static List<Long> members(Path cgroup) {
        try {
            return Files.readAllLines(cgroup.resolve("cgroup.procs")).stream()
                    .map(Long::parseLong)
                    .toList();
        } catch (IOException gone) {
            return List.of();
        }
    }
}
