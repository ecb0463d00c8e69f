package dev.headwater.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** A policy's settings; each absent part means its documented default. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicySpec(
        @Default("{}") @JsonPropertyDescription("How volumes are restored.") @Nullable
        Restore restore,

        @Default("{}") @JsonPropertyDescription("What the volumes are made of.") @Nullable
        Volume volume,

        @Default("{}")
        @JsonPropertyDescription("How much is served at a time; judged before anything is made.")
        @Nullable
        Limits limits) {

    /** How volumes are restored. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Restore(
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
