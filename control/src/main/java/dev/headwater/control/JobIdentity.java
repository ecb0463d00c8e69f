package dev.headwater.control;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a job says of itself: the content of the job-started record, and, where there is none, part of a restore request.
 *
 * @param repository {@code owner/name}
 * @param ref full ref, as in {@code refs/heads/main}
 * @param baseRef full ref of the branch that a pull request wants to be merged into
 * @param sha 40 or 64 lower-case hex digits
 * @param runId numeric id of the workflow run; systems without one pass a sequence number
 * @param runAttempt from 1
 * @param cacheMode what the workflow lets the job do with caches, as ACTIONS_CACHE_MODE says: {@code read}, {@code none}, …
 */
public record JobIdentity(
        String repository,
        String ref,
        Optional<String> baseRef,
        String sha,
        Optional<String> event,
        long runId,
        int runAttempt,
        Optional<String> workflow,
        Optional<String> job,
        Optional<String> cacheMode) {

    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+");
    private static final Pattern REF = Pattern.compile("refs/\\P{Cntrl}+");

    /**
     * @throws ControlFileException naming the field that is missing or malformed
     */
    public static JobIdentity from(Fields fields) throws ControlFileException {
        return new JobIdentity(
                matching(REPOSITORY, "repository", fields.required("repository", 140), "OWNER/NAME"),
                matching(REF, "ref", fields.required("ref", 512), "a full ref such as refs/heads/main"),
                baseRef(fields),
                matching(SHA, "sha", fields.required("sha", 64), "40 or 64 hex digits"),
                fields.optional("event", 64),
                fields.number("run-id", 0, Long.MAX_VALUE)
                        .orElseThrow(() -> new ControlFileException("run-id is missing")),
                fields.number("run-attempt", 1, Integer.MAX_VALUE).orElse(1L).intValue(),
                fields.optional("workflow", 255),
                fields.optional("job", 255),
                fields.optional("cache-mode", 32));
    }

    /** The fields that {@link #from} reads. */
    public Fields.Builder toFields(Fields.Builder builder) {
        return builder.with("repository", repository)
                .with("ref", ref)
                .with("base-ref", baseRef)
                .with("sha", sha)
                .with("event", event)
                .with("run-id", Long.toString(runId))
                .with("run-attempt", Integer.toString(runAttempt))
                .with("workflow", workflow)
                .with("job", job)
                .with("cache-mode", cacheMode);
    }

    private static Optional<String> baseRef(Fields fields) throws ControlFileException {
        var base = fields.optional("base-ref", 512);
        if (base.isPresent()) {
            matching(REF, "base-ref", base.get(), "a full ref such as refs/heads/main");
        }
        return base;
    }

    private static String matching(Pattern pattern, String key, String value, String form) throws ControlFileException {
        if (!pattern.matcher(value).matches()) {
            throw new ControlFileException(key + " is not " + form);
        }
        return value;
    }
}
