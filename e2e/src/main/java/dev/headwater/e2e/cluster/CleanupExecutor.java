package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Takes away what a plan names. A step that fails because its object is gone already has succeeded. */
final class CleanupExecutor {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A loop device on a file on a loop device is the deepest nesting that the test driver makes. */
    private static final int ROUNDS = 6;

    private final LeftoverGatherer gatherer;

    CleanupExecutor(LeftoverGatherer gatherer) {
        this.gatherer = gatherer;
    }

    /** Cleans until nothing is left; fails with the names of what would not go. */
    void clean() {
        for (int round = 0; round < ROUNDS; round++) {
            List<CleanupStep> plan = CleanupPlanner.plan(gatherer.gather());
            if (plan.isEmpty()) {
                return;
            }
            plan.forEach(CleanupExecutor::execute);
            awaitEnd(plan);
        }
        throw new ClusterException(
                "Something of the cluster could not be removed: " + CleanupPlanner.plan(gatherer.gather())
                        + ". End what still uses it and run ./dev cluster down again.");
    }

    private static void execute(CleanupStep step) {
        switch (step) {
            case CleanupStep.EndProcess(ProcessIdentity process) -> process.kill();
            case CleanupStep.Unmount(Path mountPoint) -> unmount(mountPoint);
            case CleanupStep.DetachLoop(String device) -> Command.attempt("losetup", "--detach", device);
            case CleanupStep.DeleteLink(String name) -> Command.run("ip", "link", "delete", name);
            case CleanupStep.DeleteTable(String table) -> deleteTable(table);
            case CleanupStep.DeleteForwardRule(String rule) -> ForwardRules.delete(rule);
            case CleanupStep.RemoveCgroup(Path cgroup) -> removeCgroup(cgroup);
            case CleanupStep.DeleteFile(Path file) -> delete(file);
            case CleanupStep.DeleteFolderIfEmpty(Path folder) -> delete(folder);
            case CleanupStep.RestoreSetting(String name, String value) -> restore(name, value);
            case CleanupStep.DeleteTree(Path folder) ->
                Command.run("rm", "-rf", "--one-file-system", folder.toString());
        }
    }

    /** All at once is faster than one after the other. */
    private static void awaitEnd(List<CleanupStep> plan) {
        Await.holds(
                PATIENCE,
                () -> plan.stream()
                        .noneMatch(step ->
                                step instanceof CleanupStep.EndProcess(ProcessIdentity process) && process.isAlive()));
    }

    /** Never lazily: a busy mount is tried again in the next round, after its user has ended. */
    private static void unmount(Path mountPoint) {
        Await.holds(
                Duration.ofSeconds(2),
                () -> Command.attempt("umount", mountPoint.toString()).succeeded());
    }

    private static void deleteTable(String table) {
        String[] words = table.split(" ");
        Command.run("nft", "delete", "table", words[0], words[1]);
    }

    /** The kernel needs a moment between the end of a process and the end of its membership. */
    static void removeCgroup(Path cgroup) {
        Await.holds(PATIENCE, () -> {
            try {
                return Files.deleteIfExists(cgroup);
            } catch (IOException busy) {
                return false;
            }
        });
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (DirectoryNotEmptyException usedByOthers) {
            System.out.println("  " + file + " holds files of others and stays");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void restore(String setting, String value) {
        try {
            Files.writeString(MachineBefore.file(setting), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
