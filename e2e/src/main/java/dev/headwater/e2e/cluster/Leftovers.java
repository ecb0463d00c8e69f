package dev.headwater.e2e.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What of the cluster exists on the machine, whoever started it.
 *
 * @param processes carrying our mark, or running below our cgroup
 * @param mounts mount points in our folder, in the order in which they were mounted
 * @param loops loop devices whose backing file lies in our folder
 * @param links network interfaces
 * @param tables nftables tables as {@code family name}
 * @param forwardRules of iptables, see {@link ForwardRules}
 * @param cgroups ours, parents before children
 * @param files ours, outside of our folder
 * @param folders outside of ours, which did not exist before us; children before parents
 * @param settings kernel settings by name that differ from what they were before us, with the value of then
 * @param home our folder, if it exists
 */
record Leftovers(
        List<ProcessIdentity> processes,
        List<Path> mounts,
        List<String> loops,
        List<String> links,
        List<String> tables,
        List<String> forwardRules,
        List<Path> cgroups,
        List<Path> files,
        List<Path> folders,
        Map<String, String> settings,
        List<Path> home) {

    boolean isEmpty() {
        return CleanupPlanner.plan(this).isEmpty();
    }
}
