package dev.headwater.operator.model;

import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Which streams a policy makes on first use.
 *
 * @param policy its name
 * @param maxStreams how many of them there may be at a time
 * @param idle how long one without a snapshot is kept after it was last asked for
 */
public record OnDemandRules(
        String policy,
        List<String> repositories,
        List<String> keyPrefixes,
        List<String> paths,
        String defaultBranch,
        int maxStreams,
        Duration idle) {
    private static final int DEFAULT_MAX_STREAMS = 100;
    private static final Duration DEFAULT_IDLE = Duration.ofHours(336);

    /** Longer is for ever. */
    private static final Duration LONGEST_IDLE = Duration.ofDays(36_500);

    private static final int MAX_WORDS = 40;
    private static final int HASH_DIGITS = 10;

    /** Those of this policy; empty if it makes none. */
    public static Optional<OnDemandRules> of(BuildSnapshotPolicy policy) {
        return Optional.ofNullable(policy.getSpec().onDemand())
                .map(rules -> of(policy.getMetadata().getName(), rules));
    }

    private static OnDemandRules of(String policy, PolicySpec.OnDemand rules) {
        return new OnDemandRules(
                policy,
                rules.repositories(),
                rules.keyPrefixes(),
                rules.paths(),
                Objects.requireNonNullElse(rules.defaultBranch(), Lane.DEFAULT_BRANCH),
                Objects.requireNonNullElse(rules.maxStreams(), DEFAULT_MAX_STREAMS),
                Optional.ofNullable(rules.idle())
                        .map(PolicySettings::duration)
                        .map(idle -> idle.compareTo(LONGEST_IDLE) > 0 ? LONGEST_IDLE : idle)
                        .orElse(DEFAULT_IDLE));
    }

    /** Whether the policy makes a stream of this identity. */
    public boolean covers(StreamIdentity stream) {
        return repositories.contains(stream.repository())
                && keyPrefixes.stream().anyMatch(stream.key()::startsWith)
                && paths.contains(stream.path());
    }

    /**
     * Whether a job makes the stream by asking for it: only one that may write a branch's lane leaves anything behind, and what anybody can start
     * with a branch's ref may not, as long as no policy lets it.
     */
    public static boolean mayBeMadeBy(RunSpec.Job job) {
        return Lane.ofRef(job.ref()).filter(Lane.Branch.class::isInstance).isPresent()
                && (job.event() == null || SaveRules.DEFAULT.events().contains(job.event()));
    }

    /** The name that a stream of this identity gets: readable, and never that of another identity. */
    public static String streamName(StreamIdentity stream) {
        var words = stream.key().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        var bounded = words.substring(0, Math.min(MAX_WORDS, words.length())).replaceAll("^-|-$", "");
        return "%s-%s".formatted(bounded, stream.hash().substring(0, HASH_DIGITS));
    }
}
