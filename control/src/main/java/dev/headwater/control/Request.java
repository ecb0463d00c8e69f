package dev.headwater.control;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a job asks of the node plugin: one file {@code in/<id>.request}, answered once by {@code results/<id>.result}. */
public sealed interface Request {

    /** Absolute path of the volume in the job, directly below the slot's mount path. */
    String path();

    /** How long the step waits for its answer. */
    Duration timeout();

    /** The last element of {@link #path}: the directory in the slot. */
    default String volumeName() {
        return path().substring(path().lastIndexOf('/') + 1);
    }

    /**
     * Give me the volume of this stream at this path.
     *
     * @param version empty where none was given
     * @param job empty where the request says nothing of the job, because a job-started record does
     */
    record Restore(String path, Duration timeout, String key, String version, Optional<JobIdentity> job)
            implements Request {}

    /**
     * Bring the working tree below the attached volume to this commit.
     *
     * @param directory relative to the volume's root, without {@code ..}; empty: the root itself
     * @param url of the repository, {@code http} or {@code https}, without credentials
     * @param ref full ref to fetch where the server does not serve single commits
     */
    record Checkout(
            String path,
            Duration timeout,
            String directory,
            String url,
            String ref,
            String sha,
            CheckoutOptions options)
            implements Request {}

    /** The job is done with the volume: take it away and save it ({@code SAVE}), or only take it away ({@code SKIP}). */
    record Finish(String path, Duration timeout, Wish wish, Optional<String> reason) implements Request {}

    /** What the job wants to become of its volume. */
    enum Wish {
        SAVE,
        SKIP
    }

    /** Of steps that say nothing. */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(120);

    long MAX_TIMEOUT_SECONDS = 3600;

    /**
     * @throws ControlFileException with a clause that names the field at fault
     */
    static Request from(Fields fields) throws ControlFileException {
        var path = Paths.absolute(fields.required("path", 200));
        var timeout = fields.number("timeout", 1, MAX_TIMEOUT_SECONDS)
                .map(Duration::ofSeconds)
                .orElse(DEFAULT_TIMEOUT);
        var op = fields.required("op", 32);
        return switch (op) {
            case "restore" -> restore(fields, path, timeout);
            case "checkout" -> checkout(fields, path, timeout);
            case "save" -> new Finish(path, timeout, Wish.SAVE, fields.optional("reason", 200));
            case "skip" -> new Finish(path, timeout, Wish.SKIP, fields.optional("reason", 200));
            default -> throw new ControlFileException("op is none of restore, checkout, save and skip");
        };
    }

    private static Restore restore(Fields fields, String path, Duration timeout) throws ControlFileException {
        var job = fields.optional("repository").isPresent()
                ? Optional.of(JobIdentity.from(fields))
                : Optional.<JobIdentity>empty();
        var key = fields.required("key", 200);
        if (!Paths.KEY.matcher(key).matches()) {
            throw new ControlFileException(
                    "key does not start with a letter or digit or holds other characters than letters, digits and . _ / -");
        }
        return new Restore(path, timeout, key, fields.optional("version", 100).orElse(""), job);
    }

    private static Checkout checkout(Fields fields, String path, Duration timeout) throws ControlFileException {
        var url = fields.required("url", 1024);
        if (!Paths.URL.matcher(url).matches()) {
            throw new ControlFileException("url is not an http or https URL without credentials");
        }
        var sha = fields.required("sha", 64);
        if (!Paths.SHA.matcher(sha).matches()) {
            throw new ControlFileException("sha is not 40 or 64 hex digits");
        }
        var ref = fields.required("ref", 512);
        if (!Paths.REF.matcher(ref).matches() || ref.contains("..")) {
            throw new ControlFileException("ref is not a full ref such as refs/heads/main");
        }
        return new Checkout(
                path,
                timeout,
                Paths.relative(fields.optional("directory", 1024).orElse("")),
                url,
                ref,
                sha,
                CheckoutOptions.from(fields));
    }

    /** Forms of paths and names in requests. */
    final class Paths {
        private static final Pattern ABSOLUTE = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]*){2,}");
        private static final Pattern RELATIVE = Pattern.compile("([^/\\p{Cntrl}]+(/[^/\\p{Cntrl}]+)*)?");
        private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*");
        private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+/[^\\s@\\p{Cntrl}]*");
        private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
        private static final Pattern REF = Pattern.compile("refs/(heads|tags|pull)/[^\\s\\p{Cntrl}~^:?*\\[\\\\]+");

        private static String absolute(String path) throws ControlFileException {
            if (!ABSOLUTE.matcher(path).matches()) {
                throw new ControlFileException(
                        "path is not absolute with at least two elements, as in /mnt/rust-cargo-snapshot");
            }
            return path;
        }

        private static String relative(String path) throws ControlFileException {
            if (!RELATIVE.matcher(path).matches()) {
                throw new ControlFileException("directory is not a relative path");
            }
            for (var element : path.split("/", -1)) {
                if (element.equals("..") || element.equals(".")) {
                    throw new ControlFileException("directory has an element . or ..");
                }
            }
            return path;
        }

        private Paths() {}
    }
}
