package dev.headwater.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a run: facts, each written once. The node plugin writes {@code slot} and condition {@code Attached}; the operator writes
 * the rest. All times are RFC 3339.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "!has(oldSelf.restore) || (has(self.restore) && self.restore == oldSelf.restore) || (has(self.attempts) && size(self.attempts) > (has(oldSelf.attempts) ? size(oldSelf.attempts) : 0))",
        message = "what a run restores is decided once for each attempt")
@ValidationRule(
        value = "!has(oldSelf.attempts) || (has(self.attempts) && size(self.attempts) >= size(oldSelf.attempts))",
        message = "a failed attempt stays written down")
@ValidationRule(value = "!has(oldSelf.slot) || has(self.slot)", message = "what happened on a node is written once")
@ValidationRule(value = "!has(oldSelf.proofs) || has(self.proofs)", message = "what was proved is written once")
public record RunStatus(
        @JsonPropertyDescription("Name of the stream that serves the run.") @Size(max = 253) @Nullable
        String stream,

        @JsonPropertyDescription("The run's own lane: branch:NAME or pull:NUMBER; absent where the ref has none.")
        @Size(max = 520)
        @Nullable
        String lane,

        @JsonPropertyDescription("What happened on the node.") @Nullable
        Slot slot,

        @JsonPropertyDescription("What is restored, and why.") @Nullable
        Restore restore,

        @JsonPropertyDescription("The objects in the vault that serve the run; all have the run's name.") @Nullable
        Volume volume,

        @JsonPropertyDescription("Whether the volume was saved, and why.") @Nullable
        Save save,

        @JsonPropertyDescription("Attached, Restored, Ended, Sealed, Captured and Complete.") @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("Attempts to get a volume that failed, the oldest first.") @Size(max = 16) @Nullable
        List<Attempt> attempts,

        @JsonPropertyDescription(
                "What the tokens of the job proved, and what GitHub said of it; the tokens themselves are kept nowhere.")
        @Nullable
        Proofs proofs) {

    /** What happened on the node. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value =
                    "(!has(oldSelf.attachedAt) || (has(self.attachedAt) && self.attachedAt == oldSelf.attachedAt)) && (!has(oldSelf.detachedAt) || (has(self.detachedAt) && self.detachedAt == oldSelf.detachedAt)) && (!has(oldSelf.unstagedAt) || (has(self.unstagedAt) && self.unstagedAt == oldSelf.unstagedAt)) && (!has(oldSelf.answer) || (has(self.answer) && self.answer == oldSelf.answer)) && (!has(oldSelf.unclean) || has(self.unclean))",
            message = "what happened on a node is written once")
    public record Slot(
            @JsonPropertyDescription("What the job was told; final.") @Nullable
            Answer answer,

            @JsonPropertyDescription("When the volume became visible to the job.") @Nullable
            String attachedAt,

            @JsonPropertyDescription("MAJOR:MINOR of the attached file system.") @Size(max = 32) @Nullable
            String device,

            @JsonPropertyDescription("Boot id of the node's kernel while the volume was attached.")
            @Size(max = 64)
            @Nullable
            String bootId,

            @JsonPropertyDescription("The process that last kept an unmount from happening: pid, container, comm.")
            @Size(max = 512)
            @Nullable
            String busy,

            @JsonPropertyDescription("When the volume left the slot.") @Nullable
            String detachedAt,

            @JsonPropertyDescription("The keeper's report.") @Nullable
            Sealed sealed,

            @JsonPropertyDescription(
                    "When the node's kernel no longer knew the file system: from then on it cannot change.")
            @Nullable
            String unstagedAt,

            @JsonPropertyDescription("Why the volume can never be captured; absent while it still can.")
            @Size(max = 512)
            @Nullable
            String unclean,

            @JsonPropertyDescription("The last volume that was not handed to the job, because it is not sound.")
            @Nullable
            Rejected rejected) {}

    /** A restored volume that failed the check before its bind. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rejected(
            @Required @Size(max = 64) @JsonPropertyDescription("Uid of the keeper that holds the volume.")
            String keeperUid,

            @Required
            @Pattern("^(FileSystemBroken|RecordMismatch)$")
            @JsonPropertyDescription("FileSystemBroken or RecordMismatch.")
            String reason,

            @Required @Size(max = 2048) @JsonPropertyDescription("What is wrong with it.")
            String message,

            @Required @JsonPropertyDescription("When it was found.")
            String at) {}

    /** The answer in the job's result file. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(
            @Required @Pattern("^(attached|scratch|refused)$") @JsonPropertyDescription("attached, scratch or refused.")
            String outcome,

            @Required @Size(max = 64) @JsonPropertyDescription("One word: a reason for a restore.")
            String reason,

            @JsonPropertyDescription("A sentence for the job.") @Size(max = 2048) @Nullable
            String message,

            @Required @JsonPropertyDescription("When the answer was written.")
            String at) {}

    /** The keeper's seal report. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sealed(
            @Required @Pattern("^(Done|Failed)$") @JsonPropertyDescription("Done or Failed.")
            String outcome,

            @JsonPropertyDescription("Why it failed.") @Size(max = 2048) @Nullable
            String message,

            @JsonPropertyDescription("HEAD of the working tree, where the keeper made a checkout.")
            @Size(max = 64)
            @Nullable
            String sha,

            @JsonPropertyDescription("Used bytes of the file system.") @Nullable
            Long usedBytes,

            @JsonPropertyDescription("How long it took, in milliseconds.") @Nullable
            Long tookMs,

            @Required @JsonPropertyDescription("When the report was read.")
            String at,

            @Pattern("^(Yes|No|Unknown)$")
            @JsonPropertyDescription(
                    "Whether something relevant changed since the volume was restored; absent where nobody asked.")
            @Nullable
            String changed,

            @JsonPropertyDescription("What that rests on.") @Size(max = 200) @Nullable
            String changedWhy,

            @Pattern("^(Present|Missing)$")
            @JsonPropertyDescription("Whether the marker file is there; absent where the job named none.")
            @Nullable
            String marker,

            @Pattern("^(Complete|Incomplete|Skipped)$")
            @JsonPropertyDescription("How far the volume was searched for secrets.")
            @Nullable
            String scan,

            @JsonPropertyDescription("Why the search is not complete.") @Size(max = 2048) @Nullable
            String scanWhy,

            @JsonPropertyDescription("Secrets that were found, the first of them.") @Size(max = 16) @Nullable
            List<Finding> findings,

            @JsonPropertyDescription("How much of the file system is in use, in percent.") @Nullable
            Integer usedPercent) {}

    /** A secret on the volume: where it is and what it looks like, never what it says. */
    public record Finding(
            @Required @Size(max = 512) @JsonPropertyDescription("Path below the volume's root.")
            String path,

            @Required @Size(max = 64) @JsonPropertyDescription("Name of the rule that found it.")
            String rule) {}

    /** The restore decision. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Restore(
            @Required
            @Pattern("^(FromSnapshot|StartEmpty|Scratch|Refuse)$")
            @JsonPropertyDescription("FromSnapshot, StartEmpty, Scratch or Refuse.")
            String decision,

            @Required
            @Size(max = 32)
            @JsonPropertyDescription(
                    "Where the content comes from: branch, restore-key, base-branch, base-branch-restore-key, default-branch, default-branch-restore-key, empty, scratch or none.")
            String from,

            @Required @Size(max = 64) @JsonPropertyDescription("One word: a reason for a restore.")
            String reason,

            @JsonPropertyDescription("A sentence for the job.") @Size(max = 2048) @Nullable
            String message,

            @JsonPropertyDescription("Name of the restored VolumeSnapshot in the vault.") @Size(max = 253) @Nullable
            String snapshot,

            @JsonPropertyDescription("Commit that the snapshot was built from.") @Size(max = 64) @Nullable
            String sourceSha,

            @JsonPropertyDescription("Full ref that the snapshot was built from.") @Size(max = 512) @Nullable
            String sourceRef,

            @JsonPropertyDescription("Lane that the snapshot was built in: branch:NAME or pull:NUMBER.")
            @Size(max = 520)
            @Nullable
            String sourceLane,

            @JsonPropertyDescription("When the storage took the snapshot.") @Nullable
            String sourceCutAt,

            @JsonPropertyDescription(
                    "How well the origin of the volume's content is known: the least of the run and of what it was restored from. A snapshot of the volume gets this level.")
            @Nullable
            TrustLevel trust,

            @JsonPropertyDescription(
                    "How well the run's own job was known when it was decided; what it writes is judged by this level.")
            @Nullable
            TrustLevel level,

            @JsonPropertyDescription("Snapshots that the restored one was built on, the nearest first.")
            @Size(max = 32)
            @Nullable
            List<String> ancestors,

            @JsonPropertyDescription("Snapshots that come before the restored one and were refused, the first of them.")
            @Size(max = 16)
            @Nullable
            List<Refused> refused,

            @Required @JsonPropertyDescription("When it was decided.")
            String at,

            @JsonPropertyDescription(
                    "A volume that is not attached by then is given up; absent where no volume is made.")
            @Nullable
            String deadline,

            @JsonPropertyDescription("How long a step that asks for a save waits at most, as the policy says.")
            @Nullable
            Waiting saveWait) {}

    /** How long a step waits. */
    public record Waiting(
            @Required
            @JsonPropertyDescription(
                    "Detached: until the job no longer has the volume. Cut: until the snapshot is taken. Ready: until it can be restored.")
            Milestone until,

            @Required @JsonPropertyDescription("In seconds; then the step goes on, and so does the save.")
            Integer timeout) {}

    /** A snapshot that was not restored. */
    public record Refused(
            @Required @Size(max = 253) @JsonPropertyDescription("Name of the VolumeSnapshot in the vault.")
            String snapshot,

            @Required @Size(max = 64) @JsonPropertyDescription("One word: a reason for a refusal.")
            String reason) {}

    /** The run's claim and keeper. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Volume(
            @JsonPropertyDescription("Name of the claim.") @Size(max = 253) @Nullable
            String claim,

            @JsonPropertyDescription("Name of the persistent volume that the claim is bound to.")
            @Size(max = 253)
            @Nullable
            String persistentVolume,

            @JsonPropertyDescription("Name of the keeper pod.") @Size(max = 253) @Nullable
            String keeper,

            @JsonPropertyDescription("Uid of the keeper pod.") @Size(max = 64) @Nullable
            String keeperUid) {}

    /** The verdict and what came of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Save(
            @Required @Pattern("^(Save|Skip)$") @JsonPropertyDescription("Save or Skip.")
            String decision,

            @Required @Size(max = 64) @JsonPropertyDescription("One word: a reason for a save.")
            String reason,

            @JsonPropertyDescription("A sentence for people.") @Size(max = 2048) @Nullable
            String message,

            @JsonPropertyDescription("Name of the VolumeSnapshot in the vault.") @Size(max = 253) @Nullable
            String snapshot,

            @Required @JsonPropertyDescription("When it was decided.")
            String at,

            @JsonPropertyDescription("When the snapshot was cut: from then on the volume may change or go.") @Nullable
            String cutAt,

            @JsonPropertyDescription("When the operator noticed that the snapshot can be restored.") @Nullable
            String readyAt) {}

    /** An attempt to get a volume, from the decision to its failure. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Attempt(
            @JsonPropertyDescription("Name of the VolumeSnapshot that was tried; absent for a new, empty volume.")
            @Size(max = 253)
            @Nullable
            String snapshot,

            @Required
            @Pattern("^(CandidateBroken|PlaceUnavailable|Interrupted)$")
            @JsonPropertyDescription(
                    "CandidateBroken: the next candidate is tried. PlaceUnavailable: no candidate would do. Interrupted: the same one is tried again.")
            String failure,

            @Required @Size(max = 64) @JsonPropertyDescription("One word: a reason for a failed attempt.")
            String reason,

            @JsonPropertyDescription("A sentence for people.") @Size(max = 2048) @Nullable
            String message,

            @Required @JsonPropertyDescription("When it was given up.")
            String at) {}

    private static final String EACH_PROOF_ONCE =
            "(!has(oldSelf.restore) || (has(self.restore) && self.restore == oldSelf.restore)) && (!has(oldSelf.save) || (has(self.save) && self.save == oldSelf.save))";

    /** What the tokens of a job proved, and what GitHub said of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = RunStatus.EACH_PROOF_ONCE + " && (!has(oldSelf.github) || has(self.github))",
            message = "what was proved is written once")
    public record Proofs(
            @JsonPropertyDescription("Of the token that came with the request for the volume.") @Nullable
            Proof restore,

            @JsonPropertyDescription("Of the token that came with the request to save it.") @Nullable
            Proof save,

            @JsonPropertyDescription("What GitHub said, where it was asked: of a job that showed no token that counts.")
            @Nullable
            GithubProofs github) {}

    /** What GitHub said of a runner's job. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(value = RunStatus.EACH_PROOF_ONCE, message = "what GitHub said is written once")
    public record GithubProofs(
            @JsonPropertyDescription("When the volume was asked for.") @Nullable
            Proof restore,

            @JsonPropertyDescription("When it was to be saved.") @Nullable
            Proof save) {}

    /** The verdict on a token or on what GitHub said, and what a verified one says that the run does not. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Proof(
            @Required
            @Size(max = 64)
            @JsonPropertyDescription("One word: Verified, or the reason why it does not count.")
            String reason,

            @JsonPropertyDescription("A sentence for people.") @Size(max = 2048) @Nullable
            String message,

            @JsonPropertyDescription("URL of who issued the token, or of the API that was asked.")
            @Size(max = 512)
            @Nullable
            String issuer,

            @JsonPropertyDescription("Numeric id of the repository: another repository may get the same name.")
            @Size(max = 32)
            @Nullable
            String repositoryId,

            @JsonPropertyDescription("Numeric id of the repository's owner.") @Size(max = 32) @Nullable
            String repositoryOwnerId,

            @JsonPropertyDescription("The workflow file that describes the job, with its ref.")
            @Size(max = 1024)
            @Nullable
            String workflowRef,

            @JsonPropertyDescription("Numeric id of the job's check run: tells the jobs of a workflow run apart.")
            @Size(max = 32)
            @Nullable
            String checkRunId,

            @Required @JsonPropertyDescription("When the token was looked at, or GitHub asked.")
            String at) {}
}
