package dev.headwater.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What identifies a stream, and the policy it follows. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.repository == oldSelf.repository && self.key == oldSelf.key && self.path == oldSelf.path",
        message = "repository, key and path identify a stream and cannot change; create another stream instead")
public record StreamSpec(
        @Required
        @Size(min = 3, max = 140)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$')",
                message = "repository must be OWNER/NAME, as in acme/lambdas")
        @JsonPropertyDescription("OWNER/NAME; only jobs of this repository may use the stream.")
        String repository,

        @Required
        @Size(min = 1, max = 200)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9][A-Za-z0-9._/-]*$')",
                message = "key must start with a letter or digit and hold only letters, digits, '.', '_', '/' and '-'")
        @JsonPropertyDescription("Which stream: one for each matrix leg, as in cargo-function-a-release-arm64.")
        String key,

        @Required
        @Size(min = 4, max = 200)
        @ValidationRule(
                value = "self.matches('^(/[A-Za-z0-9_][A-Za-z0-9._-]*){2,}$')",
                message =
                        "path must be absolute with at least two elements, none starting with '.' or '-', as in /mnt/rust-cargo-snapshot: its parent is the slot's mountPath")
        @JsonPropertyDescription(
                "Absolute path of the volume in the job. Its parent is the mountPath of a slot; its last element names the volume.")
        String path,

        @Default("main")
        @Size(min = 1, max = 244)
        @JsonPropertyDescription("Short name of the branch that every lane falls back to.")
        @Nullable
        String defaultBranch,

        @JsonPropertyDescription("The policy in the same namespace that this stream follows; absent: the defaults.")
        @Nullable
        PolicyRef policyRef,

        @Default("false")
        @JsonPropertyDescription("true: jobs run cold, nothing is saved, and what is there is kept.")
        @Nullable
        Boolean suspend,

        @JsonPropertyDescription(
                "Nothing that was cut earlier is restored: clears the stream without deleting anything.")
        @Nullable
        String notBefore,

        @Size(max = 100)
        @JsonPropertyDescription(
                "Names of snapshots that are never restored, nor what was built on them: rolls back after a bad save.")
        @Nullable
        List<@Size(min = 1, max = 253) String> exclude,

        @Default("\"Retain\"")
        @JsonPropertyDescription(
                "What becomes of the snapshots when this object is deleted. Retain: they stay, and a stream of the same repository, key and path finds them. Delete: the object goes when they are gone.")
        @Nullable
        DeletionPolicy deletionPolicy) {

    /** What becomes of a stream's snapshots when the stream is deleted. */
    public enum DeletionPolicy {
        /** They stay. */
        Retain,
        /** They go before the stream does. */
        Delete
    }

    /** Name of a BuildSnapshotPolicy in the stream's namespace. */
    public record PolicyRef(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the policy.")
            String name) {}
}
