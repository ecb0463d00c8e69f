package dev.headwater.control;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which changes make a volume worth saving again, as its restore request says; the same in the request and in the seal order.
 *
 * @param paths git pathspecs with glob magic, relative to the working tree, as in {@code src/**}; one that begins with {@code :!} takes away
 */
public record Relevance(Optional<Marker> marker, PathRule rule, List<String> paths) {
    /** Of a request that says nothing of it. */
    public static final Relevance UNSAID = new Relevance(Optional.empty(), PathRule.UNSAID, List.of());

    private static final String RULE = "save-if";
    private static final String PATHS = "git-paths";
    private static final int MAX_PATHS = 32;
    private static final int MAX_PATH = 256;
    /** In bytes, with all else that an order says, it fits into a control file. */
    private static final int MAX_TEXT = 2048;

    private static final Pattern BETWEEN = Pattern.compile("\\s+");
    private static final Pattern PATH = Pattern.compile("(:!)?[^\\s\\p{Cntrl}:/-][^\\s\\p{Cntrl}]*");

    public Relevance {
        paths = List.copyOf(paths);
    }

    /** What changed paths have to do with a save. */
    public enum PathRule {
        /** They count where the request or the policy names some. */
        UNSAID(""),
        /** They do not count, not even those of the policy. */
        ALWAYS("always"),
        /** They count; where nobody names any, each does. */
        GIT_PATHS_CHANGED("git-paths-changed");

        private final String word;

        PathRule(String word) {
            this.word = word;
        }
    }

    /** Of a request. */
    static Relevance ofRequest(Fields fields) throws ControlFileException {
        return from(fields, Marker.REQUEST_PREFIX);
    }

    /** Of an order. */
    static Relevance ofOrder(Fields fields) throws ControlFileException {
        return from(fields, "");
    }

    private static Relevance from(Fields fields, String prefix) throws ControlFileException {
        var paths = paths(fields.optional(PATHS, MAX_TEXT).orElse(""));
        var rule = rule(fields.optional(RULE, 32));
        if (rule == PathRule.ALWAYS && !paths.isEmpty()) {
            throw new ControlFileException(PATHS + " are given although " + RULE + " is always");
        }
        return new Relevance(Marker.from(fields, prefix), rule, paths);
    }

    /** The fields that {@link #ofRequest} reads. */
    Fields.Builder toRequest(Fields.Builder builder) {
        return toFields(builder, Marker.REQUEST_PREFIX);
    }

    /** The fields that {@link #ofOrder} reads. */
    Fields.Builder toOrder(Fields.Builder builder) {
        return toFields(builder, "");
    }

    private Fields.Builder toFields(Fields.Builder builder, String prefix) {
        marker.ifPresent(present -> present.toFields(builder, prefix));
        return builder.with(RULE, Optional.of(rule.word).filter(word -> rule != PathRule.UNSAID))
                .with(PATHS, Optional.of(String.join(" ", paths)).filter(text -> !paths.isEmpty()));
    }

    private static PathRule rule(Optional<String> word) throws ControlFileException {
        return switch (word.orElse("")) {
            case "" -> PathRule.UNSAID;
            case "always" -> PathRule.ALWAYS;
            case "git-paths-changed" -> PathRule.GIT_PATHS_CHANGED;
            default -> throw new ControlFileException(RULE + " is neither always nor git-paths-changed");
        };
    }

    private static List<String> paths(String text) throws ControlFileException {
        var paths = BETWEEN.splitAsStream(text).filter(path -> !path.isEmpty()).toList();
        if (paths.size() > MAX_PATHS) {
            throw new ControlFileException(PATHS + " are more than " + MAX_PATHS);
        }
        for (var path : paths) {
            if (path.length() > MAX_PATH || !PATH.matcher(path).matches()) {
                throw new ControlFileException(PATHS + " hold one that is longer than " + MAX_PATH
                        + " characters, begins with - or /, or with another colon than :!");
            }
        }
        return paths;
    }
}
