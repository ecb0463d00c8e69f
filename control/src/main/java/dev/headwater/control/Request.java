package dev.headwater.control;

import java.time.Duration;
import java.util.List;
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
     * @param restoreKeys prefixes of keys that may serve where the own key has nothing, in this order
     * @param fallback to which other lanes
     * @param save what is to become of the volume at its end
     * @param job empty where the request says nothing of the job, because a job-started record does
     */
    record Restore(
            String path,
            Duration timeout,
            String key,
            String version,
            List<String> restoreKeys,
            Fallback fallback,
            SaveTerms save,
            Optional<JobIdentity> job)
            implements Request {}

    /** Which lanes beside its own a job lets its content come from. */
    enum Fallback {
        /** Whatever the policy allows. */
        ANY,
        /** Not the default branch. */
        NOT_DEFAULT_BRANCH,
        OWN_LANE
    }

    /**
     * Bring the working tree below the attached volume to this commit.
     *
     * @param directory relative to the volume's root, without {@code ..}; empty: the root itself
     * @param url of the repository, {@code http} or {@code https}, without credentials
     * @param ref with a commit: full ref to fetch where the server does not serve single commits. Alone: what to check out, a full ref, the
     *     short name of a branch or tag, a commit, or {@code HEAD} for the default branch
     * @param sha 40 or 64 hex digits; empty: whatever the ref stands for at the remote
     */
    record Checkout(
            String path,
            Duration timeout,
            String directory,
            String url,
            String ref,
            Optional<String> sha,
            CheckoutOptions options)
            implements Request {}

    /**
     * The job is done with the volume: take it away.
     *
     * @param until the milestone that the step waits for at most; empty: as the policy says
     */
    record Finish(String path, Duration timeout, Wish wish, Optional<String> reason, Optional<Milestone> until)
            implements Request {}

    /** What the job wants to become of its volume. */
    enum Wish {
        SAVE,
        SKIP,
        /** As the state file says, or else the restore request. */
        AS_AGREED
    }

    /** How far a save has come. */
    enum Milestone {
        /** The job no longer has the volume. */
        DETACHED,
        /** The snapshot is taken. */
        CUT,
        /** The snapshot can be restored. */
        READY
    }

    /** Of steps that say nothing. */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(120);

    long MAX_TIMEOUT_SECONDS = 3600;

    /** Each is looked for in each lane. */
    int MAX_RESTORE_KEYS = 8;

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
            case "save" -> finish(fields, path, timeout, Wish.SAVE);
            case "skip" -> finish(fields, path, timeout, Wish.SKIP);
            case "finish" -> finish(fields, path, timeout, Wish.AS_AGREED);
            default -> throw new ControlFileException("op is none of restore, checkout, save, skip and finish");
        };
    }

    private static Finish finish(Fields fields, String path, Duration timeout, Wish wish) throws ControlFileException {
        return new Finish(path, timeout, wish, fields.optional("reason", 200), until(fields.optional("wait", 16)));
    }

    private static Optional<Milestone> until(Optional<String> word) throws ControlFileException {
        return switch (word.orElse("")) {
            case "" -> Optional.empty();
            case "detached" -> Optional.of(Milestone.DETACHED);
            case "cut" -> Optional.of(Milestone.CUT);
            case "ready" -> Optional.of(Milestone.READY);
            default -> throw new ControlFileException("wait is none of detached, cut and ready");
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
        return new Restore(
                path,
                timeout,
                key,
                fields.optional("version", 100).orElse(""),
                restoreKeys(fields),
                fallback(fields),
                SaveTerms.from(fields),
                job);
    }

    private static List<String> restoreKeys(Fields fields) throws ControlFileException {
        var keys = fields.optional("restore-keys", MAX_RESTORE_KEYS * 202).stream()
                .flatMap(Paths.BETWEEN_KEYS::splitAsStream)
                .filter(key -> !key.isEmpty())
                .toList();
        if (keys.size() > MAX_RESTORE_KEYS) {
            throw new ControlFileException("restore-keys are more than " + MAX_RESTORE_KEYS);
        }
        for (var key : keys) {
            if (key.length() > 200 || !Paths.KEY.matcher(key).matches()) {
                throw new ControlFileException(
                        "restore-keys hold one that does not start with a letter or digit, holds other characters than letters, digits and . _ / -, or is longer than 200 characters");
            }
        }
        return keys;
    }

    private static Fallback fallback(Fields fields) throws ControlFileException {
        var defaultBranch = fields.flag("default-branch-fallback").orElse(true);
        if (!fields.flag("branch-fallback").orElse(true)) {
            return Fallback.OWN_LANE;
        }
        return defaultBranch ? Fallback.ANY : Fallback.NOT_DEFAULT_BRANCH;
    }

    private static Checkout checkout(Fields fields, String path, Duration timeout) throws ControlFileException {
        var url = fields.required("url", 1024);
        if (!Paths.URL.matcher(url).matches()) {
            throw new ControlFileException("url is not an http or https URL without credentials");
        }
        var sha = fields.optional("sha", 64);
        if (sha.isPresent() && !Paths.SHA.matcher(sha.get()).matches()) {
            throw new ControlFileException("sha is not 40 or 64 hex digits");
        }
        var ref = fields.required("ref", 512);
        if (sha.isPresent() && !Paths.REF.matcher(ref).matches()) {
            throw new ControlFileException(
                    "ref is not a full ref such as refs/heads/main; without a sha, the name of a branch or tag will do");
        }
        if (!Paths.NAME.matcher(ref).matches() || ref.contains("..")) {
            throw new ControlFileException("ref is neither a full ref nor the name of a branch or tag");
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
        private static final Pattern BETWEEN_KEYS = Pattern.compile("[\\s,]+");
        private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+/[^\\s@\\p{Cntrl}]*");
        private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
        private static final Pattern REF = Pattern.compile("HEAD|refs/(heads|tags|pull)/[^\\s\\p{Cntrl}~^:?*\\[\\\\]+");
        private static final Pattern NAME =
                Pattern.compile("(?!-|refs/(?!(heads|tags|pull)/))[^\\s\\p{Cntrl}~^:?*\\[\\\\]+");

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
