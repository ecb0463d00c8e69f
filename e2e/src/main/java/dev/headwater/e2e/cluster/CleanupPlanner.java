package dev.headwater.e2e.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides what to take away next. One plan is not always enough: a file system in a file on another such file system
 * shows its loop device only after the first round, so plans are made and carried out until one is empty.
 */
final class CleanupPlanner {
    private CleanupPlanner() {}

    static List<CleanupStep> plan(Leftovers left) {
        List<CleanupStep> living = living(left);
        return living.isEmpty() ? remains(left) : living;
    }

    /** Whatever could still write or restart something. While any of it exists, no file is deleted. */
    private static List<CleanupStep> living(Leftovers left) {
        var steps = new ArrayList<CleanupStep>();
        left.processes().forEach(process -> steps.add(new CleanupStep.EndProcess(process)));
        left.mounts().reversed().forEach(mount -> steps.add(new CleanupStep.Unmount(mount)));
        left.loops().forEach(loop -> steps.add(new CleanupStep.DetachLoop(loop)));
        return steps;
    }

    private static List<CleanupStep> remains(Leftovers left) {
        var steps = new ArrayList<CleanupStep>();
        left.links().forEach(link -> steps.add(new CleanupStep.DeleteLink(link)));
        left.tables().forEach(table -> steps.add(new CleanupStep.DeleteTable(table)));
        left.forwardRules().forEach(rule -> steps.add(new CleanupStep.DeleteForwardRule(rule)));
        left.cgroups().reversed().forEach(cgroup -> steps.add(new CleanupStep.RemoveCgroup(cgroup)));
        left.files().forEach(file -> steps.add(new CleanupStep.DeleteFile(file)));
        left.folders().forEach(folder -> steps.add(new CleanupStep.DeleteFolderIfEmpty(folder)));
        left.settings().forEach((name, value) -> steps.add(new CleanupStep.RestoreSetting(name, value)));
        left.home().forEach(home -> steps.add(new CleanupStep.DeleteTree(home)));
        return steps;
    }
}
