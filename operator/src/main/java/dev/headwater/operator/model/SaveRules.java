package dev.headwater.operator.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a policy lets be saved, with every default filled in. Written on claims, too: they outlive streams and policies.
 *
 * @param branches names and patterns; none: the stream's default branch
 * @param events what starts the workflows
 * @param paths of the repository: with Auto, only a change of one of them is relevant; none: any change is
 * @param write the least level of a job
 * @param maxUsedPercent of the volume's file system
 */
public record SaveRules(
        PolicySpec.When when,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> branches,
        PolicySpec.PullRequests pullRequests,
        List<String> events,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> paths,
        TrustLevel write,
        int maxUsedPercent) {

    /** What holds where nothing is said. */
    public static final SaveRules DEFAULT = new SaveRules(
            PolicySpec.When.Auto,
            List.of(),
            PolicySpec.PullRequests.Never,
            List.of("push", "schedule", "workflow_dispatch"),
            List.of(),
            TrustLevel.Latched,
            80);

    /** Under which nothing is saved. */
    public static final SaveRules CLOSED = new SaveRules(
            PolicySpec.When.Never,
            List.of(),
            PolicySpec.PullRequests.Never,
            List.of(),
            List.of(),
            TrustLevel.Proven,
            0);

    private static final String PULL_REQUEST = "pull_request";

    @SuppressWarnings("NullAway") // Jackson passes null for what the JSON does not have.
    public SaveRules {
        branches = branches == null ? List.of() : List.copyOf(branches);
        paths = paths == null ? List.of() : List.copyOf(paths);
    }

    static SaveRules of(PolicySpec spec) {
        var save = Optional.ofNullable(spec.save());
        return new SaveRules(
                save.map(PolicySpec.Save::when).orElse(DEFAULT.when),
                save.map(PolicySpec.Save::branches).orElse(DEFAULT.branches),
                save.map(PolicySpec.Save::pullRequests).orElse(DEFAULT.pullRequests),
                save.map(PolicySpec.Save::events).orElse(DEFAULT.events),
                save.map(PolicySpec.Save::paths).orElse(DEFAULT.paths),
                Optional.ofNullable(spec.trust()).map(PolicySpec.Trust::write).orElse(DEFAULT.write),
                Optional.ofNullable(spec.hygiene())
                        .map(PolicySpec.Hygiene::maxUsedPercent)
                        .orElse(DEFAULT.maxUsedPercent));
    }

    /** The same, for a stream of this default branch: from then on there are branches. */
    public SaveRules within(String defaultBranch) {
        return branches.isEmpty()
                ? new SaveRules(when, List.of(defaultBranch), pullRequests, events, paths, write, maxUsedPercent)
                : this;
    }

    /** Whether runs of this branch may be saved. */
    public boolean admits(Lane.Branch branch) {
        return branches.stream().map(BranchPattern::new).anyMatch(pattern -> pattern.matches(branch.name()));
    }

    /**
     * Whether a workflow that this event started may write this lane. Pull requests are started by an event of their own, and
     * {@link #pullRequests} decides about them. Systems without events say none, and have nobody who speaks for their jobs: they write
     * where a mere claim does.
     */
    public boolean admits(@Nullable String event, Lane lane) {
        if (event == null) {
            return write == TrustLevel.Claimed;
        }
        return events.contains(event) || (lane instanceof Lane.Pull && event.equals(PULL_REQUEST));
    }
}
