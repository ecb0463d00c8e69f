package dev.headwater.control;

import java.util.Optional;

/**
 * What a restore request says of the end: what a step gets that asks for it as agreed, unless a later word changes it.
 *
 * @param onEmpty whether a volume that was new and empty at the start counts as changed
 */
public record SaveTerms(Standing standing, Relevance relevance, OnEmpty onEmpty) {
    /** Of a request that says nothing of it. */
    public static final SaveTerms UNSAID = new SaveTerms(Standing.AUTO, Relevance.UNSAID, OnEmpty.SAVE);

    private static final String STANDING = "save";
    private static final String ON_EMPTY = "save-on-empty";

    /** What {@link Standing#AUTO} makes of a volume that was new. */
    public enum OnEmpty {
        SAVE,
        SKIP
    }

    /** A standing instruction. */
    public enum Standing {
        SAVE("true"),
        SKIP("false"),
        /** Save if something relevant changed. */
        AUTO("auto");

        private final String word;

        Standing(String word) {
            this.word = word;
        }

        /** As in files. */
        public String word() {
            return word;
        }

        /** Empty for any other word than true, false and auto. */
        static Optional<Standing> of(String word) {
            return switch (word) {
                case "true" -> Optional.of(SAVE);
                case "false" -> Optional.of(SKIP);
                case "auto" -> Optional.of(AUTO);
                default -> Optional.empty();
            };
        }
    }

    /**
     * @throws ControlFileException with a clause that names the field at fault
     */
    public static SaveTerms from(Fields fields) throws ControlFileException {
        var word = fields.optional(STANDING, 16);
        var standing = word.isEmpty()
                ? Standing.AUTO
                : Standing.of(word.get())
                        .orElseThrow(() -> new ControlFileException("save is none of true, false and auto"));
        return new SaveTerms(
                standing,
                Relevance.ofRequest(fields),
                fields.flag(ON_EMPTY).orElse(true) ? OnEmpty.SAVE : OnEmpty.SKIP);
    }

    /** The fields that {@link #from} reads. */
    public Fields toFields() {
        return relevance
                .toRequest(new Fields.Builder().with(STANDING, standing.word))
                .with(ON_EMPTY, Optional.of("false").filter(word -> onEmpty == OnEmpty.SKIP))
                .build();
    }
}
