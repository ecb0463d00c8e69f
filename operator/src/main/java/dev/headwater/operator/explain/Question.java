package dev.headwater.operator.explain;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.StreamSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that might be, as parameters describe it.
 *
 * @param trust how well its job would be known
 */
public record Question(RunSpec spec, TrustLevel trust) {

    /** What can be asked; the same words are the command's options. */
    static final List<String> PARAMETERS = List.of(
            "stream",
            "run",
            "ref",
            "event",
            "base-ref",
            "platform",
            "version",
            "restore-keys",
            "branch-fallback",
            "default-branch-fallback",
            "trust");

    private static final String DEFAULT_PLATFORM = "linux/amd64";

    /**
     * A run of this stream's repository, key and path.
     *
     * @throws IllegalArgumentException with a sentence about a parameter that is missing or wrong
     */
    static Question of(StreamSpec stream, Map<String, String> parameters) {
        var platform = parameters.getOrDefault("platform", DEFAULT_PLATFORM).split("/", -1);
        if (platform.length != 2) {
            throw new IllegalArgumentException("platform is OS/ARCH, as in " + DEFAULT_PLATFORM + ".");
        }
        var request = new RunSpec.Request(
                1,
                stream.key(),
                stream.path(),
                parameters.getOrDefault("version", ""),
                platform[0],
                platform[1],
                "",
                1,
                restoreKeys(parameters),
                fallback(parameters));
        return new Question(
                new RunSpec(
                        new RunSpec.Pod("", "", ""),
                        new RunSpec.Slot(""),
                        new RunSpec.Requester(0L, 0L),
                        request,
                        job(stream, parameters),
                        null,
                        null),
                trust(parameters));
    }

    private static RunSpec.Job job(StreamSpec stream, Map<String, String> parameters) {
        var ref = Optional.ofNullable(parameters.get("ref"))
                .orElseThrow(() -> new IllegalArgumentException("ref is missing: a full ref, as in refs/heads/main."));
        return new RunSpec.Job(
                RunSpec.Source.JobStarted,
                stream.repository(),
                full(ref),
                Optional.ofNullable(parameters.get("base-ref"))
                        .map(Question::full)
                        .orElse(null),
                "",
                parameters.get("event"),
                Long.MAX_VALUE,
                1,
                null,
                null,
                null);
    }

    /** A person writes branches by their short names. */
    private static String full(String ref) {
        return ref.startsWith("refs/") ? ref : "refs/heads/" + ref;
    }

    private static List<String> restoreKeys(Map<String, String> parameters) {
        return Arrays.stream(parameters.getOrDefault("restore-keys", "").split("[\\s,]+", -1))
                .filter(key -> !key.isEmpty())
                .toList();
    }

    private static RunSpec.@Nullable Fallback fallback(Map<String, String> parameters) {
        if ("false".equals(parameters.get("branch-fallback"))) {
            return RunSpec.Fallback.OwnLane;
        }
        return "false".equals(parameters.get("default-branch-fallback")) ? RunSpec.Fallback.NotDefaultBranch : null;
    }

    private static TrustLevel trust(Map<String, String> parameters) {
        try {
            return TrustLevel.valueOf(parameters.getOrDefault("trust", TrustLevel.Latched.name()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("trust is one of " + List.of(TrustLevel.values()) + ".", e);
        }
    }
}
