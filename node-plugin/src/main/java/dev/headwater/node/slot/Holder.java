package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.node.record.RunRecord;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keeper of a run, and the volume that it holds.
 *
 * @param uid of the keeper's pod
 */
public record Holder(String uid, String persistentVolume) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

    /** Whom the API server names, until a volume is attached; from then on, whose volume that is. */
    public static Optional<Holder> of(RunRecord record, Optional<RunStatus> status) {
        if (record.phase() != RunRecord.Phase.WAITING) {
            return record.local().bound().map(source -> new Holder(source.keeperUid(), source.persistentVolume()));
        }
        return status.map(RunStatus::volume).flatMap(volume -> {
            var uid = volume.keeperUid();
            var persistentVolume = volume.persistentVolume();
            return uid != null
                            && persistentVolume != null
                            && NAME.matcher(uid).matches()
                            && NAME.matcher(persistentVolume).matches()
                    ? Optional.of(new Holder(uid, persistentVolume))
                    : Optional.empty();
        });
    }
}
