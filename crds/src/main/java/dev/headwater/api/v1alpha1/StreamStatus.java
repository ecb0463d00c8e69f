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

        @JsonPropertyDescription("Accepted and Ready.") @Nullable
        List<Condition> conditions) {

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
