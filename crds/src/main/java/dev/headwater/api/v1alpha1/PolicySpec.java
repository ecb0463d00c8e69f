package dev.headwater.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy's settings; each absent part means its documented default. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicySpec(
        @JsonPropertyDescription("Which streams are made on first use; absent: none.") @Nullable
        OnDemand onDemand,

        @Default("{}") @JsonPropertyDescription("How volumes are restored.") @Nullable
        Restore restore,

        @Default("{}") @JsonPropertyDescription("What the volumes are made of.") @Nullable
        Volume volume,

        @Default("{}")
        @JsonPropertyDescription("How much is served at a time; judged before anything is made.")
        @Nullable
        Limits limits,

        @Default("{}") @JsonPropertyDescription("How well a job must be known.") @Nullable
        Trust trust,

        @JsonPropertyDescription("What the pods that hold the volumes may do.") @Nullable
        Keeper keeper) {

    /** Streams made on first use: of these repositories, keys and paths. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OnDemand(
            @Required
            @Size(min = 1, max = 100)
            @JsonPropertyDescription("OWNER/NAME of the repositories whose jobs may make streams.")
            List<@Size(min = 3, max = 140) @Pattern("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$") String> repositories,

            @Required
            @Size(min = 1, max = 20)
            @JsonPropertyDescription("What the keys of such streams begin with, as in cargo-.")
            List<@Size(min = 1, max = 200) @Pattern("^[A-Za-z0-9][A-Za-z0-9._/-]*$") String> keyPrefixes,

            @Required @Size(min = 1, max = 20) @JsonPropertyDescription("Paths of such streams.")
            List<@Size(min = 4, max = 200) @Pattern("^(/[A-Za-z0-9_][A-Za-z0-9._-]*){2,}$") String> paths,

            @Default("main")
            @Size(min = 1, max = 244)
            @JsonPropertyDescription("Short name of the default branch of such streams.")
            @Nullable
            String defaultBranch,

            @Default("100")
            @Min(1)
            @Max(10000)
            @JsonPropertyDescription("How many such streams there may be; jobs that ask for more run cold.")
            @Nullable
            Integer maxStreams,

            @Default("\"336h\"")
            @Size(min = 2, max = 16)
            @Pattern("^([0-9]+[hms])+$")
            @JsonPropertyDescription(
                    "A stream that was made on first use, has no snapshot and was not asked for so long, goes.")
            @Nullable
            String idle) {}

    /** Lanes that a run's content may come from. */
    public enum Lane {
        /** The run's own. */
        Own,
        /** Of a pull request: the branch that it wants to be merged into. */
        Base,
        /** The default branch's. */
        Default
    }

    /** How well a job must be known. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Trust(
            @Default("\"Claimed\"")
            @JsonPropertyDescription(
                    "The least level of a job that is handed content, and of the content. Claimed: the request says who it is. Latched: the pod's EphemeralRunner says the same, recorded before the first step.")
            @Nullable
            TrustLevel read) {}

    /** What keepers may do. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Keeper(
            @Size(min = 1, max = 50)
            @ValidationRule(
                    value = "self.all(server, server.matches('^https?://[a-z0-9.-]+(:[0-9]{1,5})?$'))",
                    message =
                            "gitServers must be http or https, a host in small letters and at most a port, as in https://github.com")
            @JsonPropertyDescription(
                    "The git servers that checkouts and their submodules may come from, as in https://github.com; a token is sent without encryption only to one named here with http. Absent: any server, and no token without encryption.")
            @Nullable
            List<@Size(min = 8, max = 270) String> gitServers) {}

    /** How volumes are restored. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Restore(
            @Default("[\"Own\",\"Base\",\"Default\"]")
            @Size(max = 3)
            @ValidationRule(
                    value = "self.all(lane, self.exists_one(other, other == lane))",
                    message = "each lane may be named once")
            @JsonPropertyDescription(
                    "Which lanes are looked at, in this order. Own: the run's. Base: of a pull request, the branch it wants to be merged into. Default: the default branch.")
            @Nullable
            List<Lane> lanes,

            @Size(max = 20)
            @JsonPropertyDescription(
                    "What the keys of streams begin with that a job's restore-keys may name beyond its own key; absent: none.")
            @Nullable
            List<@Size(min = 1, max = 200) String> keyPrefixes,

            @Default("2m")
            @Size(min = 2, max = 16)
            @Pattern("^([0-9]+[hms])+$")
            @JsonPropertyDescription(
                    "For the whole restore, from the request to the attached volume, as in 90s or 2m; after it the job runs cold on scratch.")
            @Nullable
            String timeout,

            @Default("1m")
            @Size(min = 2, max = 16)
            @Pattern("^([0-9]+[hms])+$")
            @JsonPropertyDescription(
                    "For one candidate, from its choice to the attached volume; after it the next candidate is tried.")
            @Nullable
            String attemptTimeout) {}

    /** What the volumes of the streams are made of. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Volume(
            @Default("\"20Gi\"")
            @ValidationRule(
                    value = "isQuantity(string(self)) && quantity(string(self)).isGreaterThan(quantity('0'))",
                    message = "size must be a positive quantity, as in 20Gi")
            @JsonPropertyDescription("Size of a new volume; a restored one is at least as large as its snapshot.")
            @Nullable
            Quantity size,

            @ValidationRule(
                    value = "isQuantity(string(self)) && quantity(string(self)).isGreaterThan(quantity('0'))",
                    message = "maxSize must be a positive quantity, as in 40Gi")
            @JsonPropertyDescription(
                    "A snapshot that needs a larger volume is not restored; absent: snapshots of any size are.")
            @Nullable
            Quantity maxSize,

            @Size(min = 1, max = 253)
            @JsonPropertyDescription("StorageClass of the volumes; absent: the cluster's default class.")
            @Nullable
            String storageClassName,

            @Size(min = 1, max = 253)
            @JsonPropertyDescription(
                    "StorageClass of volumes that are made of a snapshot, of the same driver; absent: storageClassName.")
            @Nullable
            String restoreStorageClassName,

            @Size(min = 1, max = 253)
            @JsonPropertyDescription(
                    "VolumeSnapshotClass of the snapshots; absent: the default class of the volume's driver.")
            @Nullable
            String volumeSnapshotClassName) {}

    /** How much is served at a time. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Limits(
            @Default("4") @Min(1) @Max(4) @JsonPropertyDescription("Volumes of one pod at a time.") @Nullable
            Integer volumesPerPod,

            @Default("200")
            @Min(1)
            @JsonPropertyDescription(
                    "Runs of the namespace that have or wait for a volume; a job beyond them runs cold.")
            @Nullable
            Integer concurrentRuns) {}
}
