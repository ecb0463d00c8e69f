package dev.headwater.e2e.cluster;

import java.nio.file.Path;

/** One thing to take away. */
sealed interface CleanupStep {
    record EndProcess(ProcessIdentity process) implements CleanupStep {}

    record Unmount(Path mountPoint) implements CleanupStep {}

    record DetachLoop(String device) implements CleanupStep {}

    record DeleteLink(String name) implements CleanupStep {}

    /** {@code table} is {@code family name}, as nft prints it. */
    record DeleteTable(String table) implements CleanupStep {}

    record DeleteForwardRule(String rule) implements CleanupStep {}

    record RemoveCgroup(Path cgroup) implements CleanupStep {}

    record DeleteFile(Path file) implements CleanupStep {}

    /** Only if nobody else has put something into it. */
    record DeleteFolderIfEmpty(Path folder) implements CleanupStep {}

    record RestoreSetting(String name, String value) implements CleanupStep {}

    /** Deletes everything below; planned only once nothing is mounted there any more. */
    record DeleteTree(Path folder) implements CleanupStep {}
}
