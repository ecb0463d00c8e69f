package dev.headwater.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
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
        Keeper keeper,

        @Default("{}") @JsonPropertyDescription("Which runs are saved.") @Nullable
        Save save,

        @Default("{}") @JsonPropertyDescription("In which state volumes are saved.") @Nullable
        Hygiene hygiene,

        @Default("{}") @JsonPropertyDescription("How long snapshots and runs are kept.") @Nullable
        Retention retention) {

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
                    "The least level of a job that is handed content, and of the content. Claimed: the request says who it is. Latched: the pod's EphemeralRunner says the same, recorded before the first step. Proven: a token of the job says so.")
            @Nullable
            TrustLevel read,

            @Default("\"Latched\"")
            @JsonPropertyDescription(
                    "The least level of a job whose volume is saved. Claimed: whoever can make a pod with a slot in this namespace can write the streams' snapshots; condition Trusted of the streams says so. Proven: the job shows a token when it gets its volume, and again when it wants it saved.")
            @Nullable
            TrustLevel write) {}

    /** Which runs are saved: all that is said here has to hold of one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Save(
            @Default("\"Auto\"")
            @JsonPropertyDescription(
                    "Auto: as the job says, and where it leaves it open, if something relevant changed. Always: whenever the job wants it, changed or not. Never: no run is saved.")
            @Nullable
            When when,

            @Size(max = 50)
            @ValidationRule(
                    value =
                            "self.all(branch, branch.matches('^[^][:space:][:cntrl:][?^~:]+$') && !branch.startsWith('refs/'))",
                    message =
                            "branches must be short names or patterns, as in main, release/* or **, without refs/, white space and any of ? [ ] ^ ~ :")
            @JsonPropertyDescription(
                    "Branches whose runs are saved: names, or patterns in which * stands for any text without a slash and ** for any text. Absent or empty: the stream's default branch.")
            @Nullable
            List<@Size(min = 1, max = 244) String> branches,

            @Default("\"Never\"")
            @JsonPropertyDescription(
                    "Never: runs of pull requests are not saved. Quarantine: into a lane of their own, which only the same pull request restores.")
            @Nullable
            PullRequests pullRequests,

            @Default("[\"push\",\"schedule\",\"workflow_dispatch\"]")
            @Size(max = 20)
            @ValidationRule(
                    value = "self.all(event, event.matches('^[A-Za-z0-9_.-]+$'))",
                    message = "events must be single words, as in push or workflow_dispatch")
            @JsonPropertyDescription(
                    "What starts the workflows whose runs are saved. A run of a pull request is started by pull_request, which need not be named; pullRequests decides about it.")
            @Nullable
            List<@Size(min = 1, max = 64) String> events,

            @Size(max = 50)
            @ValidationRule(
                    value =
                            "self.all(path, path.matches('^(:!)?[^/:[:cntrl:]][^[:cntrl:]]*$') && !path.matches('(^|/|!)[.][.](/|$)'))",
                    message = "paths must be relative to the repository's root, as in src/**, Cargo.lock or :!docs")
            @JsonPropertyDescription(
                    "With Auto: a run is saved only if one of these changed since the restored commit, unless the job names paths itself; git's pathspecs, where :! takes away. Absent: whatever changed.")
            @Nullable
            List<@Size(min = 1, max = 200) String> paths,

            @JsonProperty("wait")
            @Default("\"Cut\"")
            @JsonPropertyDescription(
                    "How far a save has come when the step that asked for it goes on. Detached: the job no longer has the volume. Cut: the snapshot is taken. Ready: it can be restored. The step may ask for less.")
            @Nullable
            Milestone until,

            @Default("60s")
            @Size(min = 2, max = 16)
            @Pattern("^([0-9]+[hms])+$")
            @JsonPropertyDescription(
                    "How long the step waits for that at most, as in 60s or 5m; the save goes on without it.")
            @Nullable
            String waitTimeout) {}

    /** Whether runs are saved. */
    public enum When {
        /** Whenever the job wants it, whatever changed. */
        Always,
        /** No run. */
        Never,
        /** As the job says, and where it leaves it open, if something relevant changed. */
        Auto
    }

    /** What becomes of the volumes of pull requests. */
    public enum PullRequests {
        /** They are not saved. */
        Never,
        /** They are saved into a lane of their own. */
        Quarantine
    }

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

    /** In which state volumes are saved. Patterns are relative to the volume's root, much as in .gitignore. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Hygiene(
            @Size(max = 50)
            @ValidationRule(
                    value = "self.all(pattern, pattern.matches('^[ \"#%->@-Z^-z|~]+$') && !pattern.matches('^[*/]+$'))",
                    message =
                            "scrub must be patterns of printable ASCII without any of ! ? $ [ ] { } and backslash that name something, as in **/*.p12")
            @JsonPropertyDescription(
                    "Patterns of files that are overwritten and removed before a save, beyond the credential files that are known; as in **/*.p12.")
            @Nullable
            List<@Size(min = 1, max = 200) String> scrub,

            @Default("\"Block\"")
            @JsonPropertyDescription(
                    "Block: files that the job changed are searched for secrets; with a secret, or where the search does not come to its end, nothing is saved. Off: nothing is searched.")
            @Nullable
            SecretScan secretScan,

            @Size(max = 50)
            @ValidationRule(
                    value = "self.all(pattern, pattern.matches('^[ \"#%->@-Z^-z|~]+$'))",
                    message =
                            "allow must be patterns of printable ASCII without any of ! ? $ [ ] { } and backslash, as in tests/fixtures/**")
            @JsonPropertyDescription(
                    "Patterns of paths that are neither searched nor scrubbed, unless scrub names them; RULE:PATTERN allows one rule only, as in private-key:tests/**.")
            @Nullable
            List<@Size(min = 1, max = 200) String> allow,

            @Default("80")
            @Min(1)
            @Max(100)
            @JsonPropertyDescription(
                    "A volume that is fuller, in percent of its bytes, is not saved; 100: however full it is.")
            @Nullable
            Integer maxUsedPercent,

            @Size(max = 50)
            @ValidationRule(
                    value = "self.all(pattern, pattern.matches('^[ \"#%->@-Z^-z|~]+$') && !pattern.matches('^[*/]+$'))",
                    message =
                            "sweep must be patterns of printable ASCII without any of ! ? $ [ ] { } and backslash that name something, as in target/**/incremental")
            @JsonPropertyDescription(
                    "Patterns of files and directories that are removed before a save, as in target/**/incremental.")
            @Nullable
            List<@Size(min = 1, max = 200) String> sweep) {}

    /** Whether files are searched for secrets. */
    public enum SecretScan {
        /** A secret blocks the save. */
        Block,
        /** Nothing is searched. */
        Off
    }

    /** How long snapshots and runs are kept. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Retention(
            @Default("1")
            @Min(1)
            @Max(100)
            @JsonPropertyDescription(
                    "Snapshots of one lane, the newest; for each version and platform. Those beyond go as soon as newer ones can be restored.")
            @Nullable
            Integer perLane,

            @Default("3")
            @Min(1)
            @Max(100)
            @JsonPropertyDescription("The same for the default branch, whose newest snapshot is never deleted.")
            @Nullable
            Integer defaultLane,

            @Default("\"240h\"")
            @Size(min = 2, max = 16)
            @Pattern("^([0-9]+[hms])+$")
            @JsonPropertyDescription(
                    "A branch from which nothing was restored, and of which nothing was saved, for so long loses its snapshots. Snapshots that the stream excludes go so long after that was seen.")
            @Nullable
            String unusedLanes,

            @Default("\"168h\"")
            @Size(min = 2, max = 16)
            @Pattern("^([0-9]+[hms])+$")
            @JsonPropertyDescription("The same for pull requests.")
            @Nullable
            String pullRequests,

            @ValidationRule(
                    value = "isQuantity(string(self)) && quantity(string(self)).isGreaterThan(quantity('0'))",
                    message = "maxTotalSize must be a positive quantity, as in 500Gi")
            @JsonPropertyDescription(
                    "What the snapshots of a stream may measure together, by their restore sizes; beyond it those go that would go first, the older ones before the younger. Absent: no limit.")
            @Nullable
            Quantity maxTotalSize,

            @Default("50")
            @Min(1)
            @Max(1000)
            @JsonPropertyDescription(
                    "Complete runs of a stream, the latest; a run that a snapshot was saved by stays as long as the snapshot, and each for an hour.")
            @Nullable
            Integer runs) {}

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
                    "Runs of the namespace that have or wait for a volume, up to their verdict or the cut of their snapshot; a job beyond them runs cold.")
            @Nullable
            Integer concurrentRuns) {}
}
