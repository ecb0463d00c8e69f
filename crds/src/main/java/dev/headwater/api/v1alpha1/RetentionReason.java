package dev.headwater.api.v1alpha1;

/** Why a snapshot is deleted. The same word in annotation, status, event, log and metric. */
public enum RetentionReason {
    /** Its lane has as many newer snapshots as the policy keeps. */
    BeyondCount,
    /** Nothing was restored from its branch, and nothing saved, for as long as the policy's {@code unusedLanes}. */
    LaneUnused,
    /** The same of a pull request, and {@code pullRequests}. */
    PullRequestUnused,
    /**
     * Nobody can restore it: the stream excludes it or something it was built on, it is older than {@code notBefore}, or less is known of
     * its origin than the policy asks for. It goes late, so that this can be undone.
     */
    NotRestorable,
    /** The stream's snapshots measure more than the policy's {@code maxTotalSize}. */
    OverSize,
    /** The stream was deleted, and its {@code deletionPolicy} is {@code Delete}. */
    StreamDeleted
}
