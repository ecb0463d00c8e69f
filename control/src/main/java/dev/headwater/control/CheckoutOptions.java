package dev.headwater.control;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a checkout is done, the same words in a request and in its order.
 *
 * @param depth commits of history where the repository is new or shallow; 0: all of it
 * @param sparse directories, relative to the working tree, that are wanted beside the files above them; empty: everything
 */
public record CheckoutOptions(
        int depth, Submodules submodules, Verification verification, List<String> sparse, Set<Extra> extras) {
    public static final CheckoutOptions DEFAULT =
            new CheckoutOptions(1, Submodules.NONE, Verification.AUTO, List.of(), Set.of());

    private static final int MAX_DEPTH = 1_000_000;
    private static final int MAX_SPARSE = 4096;
    private static final Pattern SPARSE =
            Pattern.compile("[^/\\p{Cntrl}*?\\[\\]\\\\!\"#]+(/[^/\\p{Cntrl}*?\\[\\]\\\\\"]+)*");

    public CheckoutOptions {
        sparse = List.copyOf(sparse);
        extras = Set.copyOf(extras);
    }

    /** Which submodules are checked out too. */
    public enum Submodules {
        NONE("false"),
        DIRECT("true"),
        RECURSIVE("recursive");

        private final String word;

        Submodules(String word) {
            this.word = word;
        }
    }

    /** Whether objects and files that the volume brought along are believed. */
    public enum Verification {
        /** Only for tags: what is released is verified. */
        AUTO("auto"),
        ALWAYS("true"),
        NEVER("false");

        private final String word;

        Verification(String word) {
            this.word = word;
        }
    }

    /** What else is done. */
    public enum Extra {
        /** Files in large file storage get their content. */
        LFS("lfs"),
        /** Untracked files that are not ignored are removed. */
        CLEAN("clean");

        private final String key;

        Extra(String key) {
            this.key = key;
        }
    }

    public boolean has(Extra extra) {
        return extras.contains(extra);
    }

    /**
     * @throws ControlFileException with a clause that names the field at fault
     */
    static CheckoutOptions from(Fields fields) throws ControlFileException {
        return new CheckoutOptions(
                fields.number("depth", 0, MAX_DEPTH).orElse(1L).intValue(),
                submodules(fields.optional("submodules", 16)),
                verification(fields.optional("verify", 16)),
                sparse(fields.optional("sparse", MAX_SPARSE)),
                extras(fields));
    }

    /** The fields that {@link #from} reads; defaults are left out. */
    Fields.Builder toFields(Fields.Builder builder) {
        builder.with("depth", Optional.of(depth).filter(number -> number != 1))
                .with("submodules", Optional.of(submodules.word).filter(word -> submodules != Submodules.NONE))
                .with("verify", Optional.of(verification.word).filter(word -> verification != Verification.AUTO))
                .with("sparse", Optional.of(String.join("\n", sparse)).filter(text -> !text.isEmpty()));
        for (var extra : Extra.values()) {
            builder.with(extra.key, Optional.of("true").filter(word -> has(extra)));
        }
        return builder;
    }

    private static Submodules submodules(Optional<String> word) throws ControlFileException {
        for (var submodules : Submodules.values()) {
            if (submodules.word.equals(word.orElse(Submodules.NONE.word))) {
                return submodules;
            }
        }
        throw new ControlFileException("submodules is none of true, false and recursive");
    }

    private static Verification verification(Optional<String> word) throws ControlFileException {
        for (var verification : Verification.values()) {
            if (verification.word.equals(word.orElse(Verification.AUTO.word))) {
                return verification;
            }
        }
        throw new ControlFileException("verify is none of true, false and auto");
    }

    private static List<String> sparse(Optional<String> lines) throws ControlFileException {
        var directories = lines.orElse("")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        for (var directory : directories) {
            if (!SPARSE.matcher(directory).matches()
                    || List.of(directory.split("/", -1)).contains("..")) {
                throw new ControlFileException(
                        "sparse is not a list of directories, one on each line, without patterns");
            }
        }
        return directories;
    }

    private static Set<Extra> extras(Fields fields) throws ControlFileException {
        var extras = EnumSet.noneOf(Extra.class);
        for (var extra : Extra.values()) {
            switch (fields.optional(extra.key).orElse("false")) {
                case "true" -> extras.add(extra);
                case "false" -> {}
                default -> throw new ControlFileException(extra.key + " is neither true nor false");
            }
        }
        return extras;
    }
}
