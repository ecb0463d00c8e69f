package dev.headwater.api.v1alpha1;

/** Why a volume is saved or not. The same word in status, event, log, metric and the job's result. */
public enum SaveReason {
    /** A step of the job asked for it. */
    JobAsked,
    /** No step asked for a save before the job ended. */
    NotAsked,
    /** A step asked not to save. */
    JobAskedToSkip,
    /** The job ran on scratch or was refused: there is nothing to save. */
    ScratchOnly,
    /** The run's ref is neither a branch nor a pull request. */
    NoLane,
    /** The keeper could not bring the volume into a state worth keeping. */
    SealFailed,
    /** Nobody can prove that the volume was cleanly unmounted. */
    VolumeUnclean,
    /** The stream is not accepted, or its classes were not proven in time: condition {@code Accepted} of the stream says why. */
    NotAccepted,
    /** The lane already has a snapshot of a later run. */
    Superseded,
    /** The snapshot could not be made, or did not become restorable in time. */
    SnapshotFailed
}
