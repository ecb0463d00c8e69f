package dev.headwater.node.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The volume that is bound for a run.
 *
 * @param keeperUid uid of the pod that holds it
 * @param device {@code major:minor}
 * @param sysfs directory that the kernel shows while it knows this life of the file system; null where it shows none
 * @param inode of that directory
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Source(
        String keeperUid,
        String persistentVolume,
        String device,
        String fsType,
        @Nullable String sysfs,
        @Nullable Long inode) {

    /** Whether the kernel cannot show that this file system is gone, so that it is never captured. */
    public boolean leavesNoEvidence() {
        return sysfs == null;
    }
}
