package dev.headwater.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request of a job, as the node plugin read it, and the two facts that the node plugin adds later, each once: the wish to save, and
 * that the job no longer uses the volume. All times are RFC 3339.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "self.pod == oldSelf.pod && self.slot == oldSelf.slot && self.requester == oldSelf.requester && self.request == oldSelf.request && self.job == oldSelf.job",
        message = "a run's request is a record of what a job asked for and cannot change")
@ValidationRule(
        value = "!has(oldSelf.save) || (has(self.save) && self.save == oldSelf.save)",
        message = "the wish to save is set once")
@ValidationRule(
        value = "!has(oldSelf.released) || (has(self.released) && self.released == oldSelf.released)",
        message = "a run is released once")
public record RunSpec(
        @Required @JsonPropertyDescription("The pod that asked.")
        Pod pod,

        @Required @JsonPropertyDescription("The inline volume of the pod through which it asked.")
        Slot slot,

        @Required @JsonPropertyDescription("User and group that own the request file.")
        Requester requester,

        @Required @JsonPropertyDescription("What was asked for.")
        Request request,

        @Required @JsonPropertyDescription("The job, in its own words.")
        Job job,

        @JsonPropertyDescription("The job's wish at its end, set once.") @Nullable
        Save save,

        @JsonPropertyDescription("The job no longer uses the volume; set once.") @Nullable
        Released released) {

    /** The asking pod. */
    public record Pod(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the pod.")
            String name,

            @Required
            @Size(min = 1, max = 64)
            @JsonPropertyDescription("Uid of the pod: another pod may get the same name.")
            String uid,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Node of the pod, whose plugin wrote the run.")
            String node) {}

    /** The slot. */
    public record Slot(
            @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Name of the inline volume in the pod's spec.")
            String volume) {}

    /** The asking process, as the owner of its request file tells. */
    public record Requester(
            @Required @Min(0) @JsonPropertyDescription("Numeric user id; the keeper runs as it.")
            Long uid,

            @Required @Min(0) @JsonPropertyDescription("Numeric group id.")
            Long gid) {}

    /** What the job asked for. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Request(
            @Required @Min(1) @JsonPropertyDescription("Counts the requests for this volume name in this slot, from 1.")
            Integer number,

            @Required @Size(min = 1, max = 200) @JsonPropertyDescription("Key of the stream.")
            String key,

            @Required
            @Size(min = 1, max = 200)
            @JsonPropertyDescription("Absolute path of the volume in the job, directly below the slot's mount path.")
            String path,

            @Required
            @Size(max = 100)
            @JsonPropertyDescription("Snapshots of other versions are not restored; empty where none was given.")
            String version,

            @Required @Size(min = 1, max = 32) @JsonPropertyDescription("Operating system as Go names it: linux.")
            String os,

            @Required @Size(min = 1, max = 32) @JsonPropertyDescription("Processor as Go names it: amd64, arm64.")
            String arch,

            @Required @JsonPropertyDescription("When the node plugin read the request.")
            String at,

            @Required
            @Min(1)
            @JsonPropertyDescription("How long the step waits for the volume before it gets scratch, in seconds.")
            Integer timeout,

            @JsonPropertyDescription(
                    "Prefixes of keys whose streams may serve where the own key has nothing, in this order; of these, what the policy allows.")
            @Size(max = 8)
            @Nullable
            List<@Size(min = 1, max = 200) String> restoreKeys,

            @JsonPropertyDescription(
                    "OwnLane: nothing of another lane is restored. NotDefaultBranch: nothing of the default branch, unless it is the run's own lane. Absent: as the policy says.")
            @Nullable
            Fallback fallback) {}

    /** How a request narrows where its content may come from. */
    public enum Fallback {
        OwnLane,
        NotDefaultBranch
    }

    /** The job as it describes itself. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Job(
            @Required
            @JsonPropertyDescription(
                    "JobStarted: latched before the job's first step. Request: said by the request itself.")
            Source source,

            @Required @Size(max = 140) @JsonPropertyDescription("OWNER/NAME of the repository.")
            String repository,

            @Required @Size(max = 512) @JsonPropertyDescription("Full ref, as in refs/heads/main.")
            String ref,

            @JsonPropertyDescription("Full ref of the branch that a pull request wants to be merged into.")
            @Size(max = 512)
            @Nullable
            String baseRef,

            @Required @Size(max = 64) @JsonPropertyDescription("Commit, 40 or 64 hex digits.")
            String sha,

            @JsonPropertyDescription("What started the workflow, as in push.") @Size(max = 64) @Nullable
            String event,

            @Required
            @Min(0)
            @JsonPropertyDescription("Numeric id of the workflow run: the first part of the run order.")
            Long runId,

            @Required @Min(1) @JsonPropertyDescription("Attempt of the workflow run: the second part of the run order.")
            Integer runAttempt,

            @JsonPropertyDescription("Name of the workflow.") @Size(max = 255) @Nullable
            String workflow,

            @JsonPropertyDescription("Name of the job in the workflow.") @Size(max = 255) @Nullable
            String name,

            @JsonPropertyDescription(
                    "What the workflow lets the job do with caches, as ACTIONS_CACHE_MODE says; with read or none it is not saved.")
            @Size(max = 32)
            @Nullable
            String cacheMode) {}

    /** Where the job's description comes from. */
    public enum Source {
        JobStarted,
        Request
    }

    /** The job's wish. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Save(
            @Required @JsonPropertyDescription("Save, or Skip: only take the volume away.")
            Wish wish,

            @Required @Size(max = 200) @JsonPropertyDescription("Why, in the job's words.")
            String reason,

            @JsonPropertyDescription(
                    "Explicit: also where nothing relevant changed. Auto: only if something relevant changed. Absent: Explicit.")
            @Nullable
            Mode mode) {}

    /** How much a job insists on its wish. */
    public enum Mode {
        /** Also where nothing relevant changed. */
        Explicit,
        /** Only if something relevant changed. */
        Auto
    }

    /** What a job can wish for its volume. */
    public enum Wish {
        Save,
        Skip
    }

    /** When and why the job stopped using the volume. */
    public record Released(
            @Required @JsonPropertyDescription("When.") String at,

            @Required
            @JsonPropertyDescription(
                    "Step: a step asked for a save or a skip. SlotEnded: the pod is over. Answered: the request got scratch or a refusal.")
            Cause cause) {}

    /** Why a run was released. */
    public enum Cause {
        /** A step asked for a save or a skip, and the volume was unmounted. */
        Step,
        /** The kubelet unpublished the slot: the pod is over. */
        SlotEnded,
        /** The request was answered without a volume (scratch or refusal); nothing may be attached for it any more. */
        Answered
    }
}
