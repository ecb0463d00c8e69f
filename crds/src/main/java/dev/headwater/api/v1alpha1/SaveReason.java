package dev.headwater.api.v1alpha1;

/** Why a volume is saved or not. The same word in status, condition, event, log, metric and the job's result. */
public enum SaveReason {
    /** A step of the job asked for it. */
    JobAsked,
    /** The volume that the job was to have never came, or no snapshot could be restored: what was built on scratch is not kept. */
    RestoreFailed,
    /** The job was not served a volume, but scratch or a refusal: there is nothing to save. */
    ScratchOnly,
    /** No step asked for a save before the job ended. */
    NotAsked,
    /** A step asked not to save. */
    JobAskedToSkip,
    /** The run's ref is neither a branch nor a pull request. */
    NoLane,
    /** The workflow lets the job read caches at most ({@code ACTIONS_CACHE_MODE}). */
    CacheModeReadOnly,
    /** Key and path belong to a stream of another repository by now. */
    ForeignRepository,
    /** The stream is suspended. */
    Suspended,
    /** The policy's {@code save.when} is Never. */
    SavePolicyNever,
    /** What started the workflow is not among the policy's {@code save.events}. */
    UntrustedEvent,
    /** The policy's {@code save.branches} do not name the run's branch. */
    LaneNotAllowed,
    /** The policy's {@code save.pullRequests} is Never. */
    PullRequestNotAllowed,
    /** Less is known of the job than the policy's {@code trust.write} asks for, or its runner speaks of another job. */
    NotTrustedEnough,
    /** The lane already has a snapshot of a later run. */
    Superseded,
    /** The marker file that the job named is not on the volume, or says {@code save=false}. */
    MarkerMissing,
    /** Nothing relevant changed since the volume was restored. */
    Unchanged,
    /** There are secrets on the volume. */
    SecretsFound,
    /** The volume could not be searched for secrets to the end. */
    SecretScanIncomplete,
    /** The keeper could not bring the volume into a state worth keeping. */
    SealFailed,
    /** The file system is fuller than the policy's {@code hygiene.maxUsedPercent}. */
    OverSize,
    /** Nobody can prove that the volume was cleanly unmounted. */
    VolumeUnclean,
    /** The stream is not accepted, or its classes were not proven in time: condition {@code Accepted} of the stream says why. */
    NotAccepted,
    /** The snapshot could not be made, or did not become restorable in time. */
    SnapshotFailed
}
