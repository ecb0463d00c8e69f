package dev.headwater.node.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A published inline volume of ours.
 *
 * @param target path on the host: the identity of the slot
 * @param volume name of the inline volume in the pod's spec
 * @param jobStarted fields of the first job-started record of the pod
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SlotRecord(
        String target,
        Kind kind,
        String podNamespace,
        String podName,
        String podUid,
        String volume,
        @Nullable Map<String, String> jobStarted) {

    /** Who mounts it. */
    public enum Kind {
        /** A job's pod: volumes are attached below it. */
        SLOT,
        /** A keeper in the vault: orders and reports. */
        KEEPER
    }

    /** The latched record of the job. */
    public Optional<Map<String, String>> latched() {
        return Optional.ofNullable(jobStarted);
    }

    public SlotRecord latch(Map<String, String> fields) {
        return new SlotRecord(target, kind, podNamespace, podName, podUid, volume, fields);
    }
}
