package dev.headwater.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator last saw of a stream. All times are RFC 3339. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamStatus(
        @JsonPropertyDescription(
                "The newest restorable snapshot of each version, platform and lane, the default branch's first.")
        @Nullable
        @Size(max = 20)
        List<Head> heads,

        @JsonPropertyDescription("Number of restorable snapshots.") @Nullable
        Integer snapshots,

        @JsonPropertyDescription("Number of snapshots that are cut but not yet restorable.") @Nullable
        Integer pending,

        @JsonPropertyDescription("Restore sizes of the restorable snapshots together.") @Nullable
        Long bytes,

        @JsonPropertyDescription("Snapshots that are going to be deleted, the first of them.") @Size(max = 20) @Nullable
        List<Condemned> condemned,

        @JsonPropertyDescription("The latest decision about what a job of the stream gets.") @Nullable
        LastRestore lastRestore,

        @JsonPropertyDescription("The latest verdict on a volume of the stream.") @Nullable
        LastSave lastSave,

        @JsonPropertyDescription("Accepted, Trusted, Ready and LaneStuck.") @Nullable
        List<Condition> conditions) {

    /** A restore decision, as the run's journal has it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastRestore(
            @Required @JsonPropertyDescription("Name of the run.")
            String run,

            @Required @JsonPropertyDescription("Where the content comes from, as in the step's output restored-from.")
            String from,

            @Required @JsonPropertyDescription("One word: a reason for a restore.")
            String reason,

            @JsonPropertyDescription("Name of the VolumeSnapshot.") @Nullable
            String snapshot,

            @Required @JsonPropertyDescription("When it was decided.")
            String at) {}

    /** A verdict, as the run's journal has it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastSave(
            @Required @JsonPropertyDescription("Name of the run.")
            String run,

            @Required @JsonPropertyDescription("Save or Skip.")
            String decision,

            @Required @JsonPropertyDescription("One word: a reason for a save.")
            String reason,

            @JsonPropertyDescription("Name of the VolumeSnapshot.") @Nullable
            String snapshot,

            @Required @JsonPropertyDescription("When it was decided.")
            String at) {}

    /** A snapshot that is going to be deleted, unless something changes before. */
    public record Condemned(
            @Required @Size(max = 253) @JsonPropertyDescription("Name of the VolumeSnapshot in the vault.")
            String snapshot,

            @Required @Size(max = 64) @JsonPropertyDescription("One word: a reason for a deletion.")
            String reason,

            @Required @JsonPropertyDescription("From when on it may be deleted.")
            String goes) {}

    /** The newest restorable snapshot of one lane. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Head(
            @Required @JsonPropertyDescription("branch:NAME or pull:NUMBER.")
            String lane,

            @JsonPropertyDescription("The version that its run asked for; absent where none was given.") @Nullable
            String version,

            @Required @JsonPropertyDescription("OS/ARCH as Go names them.")
            String platform,

            @Required @JsonPropertyDescription("Name of the VolumeSnapshot in the vault.")
            String snapshot,

            @JsonPropertyDescription("Commit that it was built from.") @Nullable
            String sha,

            @JsonPropertyDescription("When it was cut.") @Nullable
            String cutAt,

            @JsonPropertyDescription("When the operator noticed that it can be restored.") @Nullable
            String readyAt,

            @JsonPropertyDescription("Its restore size in bytes.") @Nullable
            Long size) {}
}
