package dev.headwater.keeper.hygiene;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a secret looks like.
 *
 * @param name as findings and {@code hygiene.allow} call it
 * @param what for people
 * @param anchors texts with which every match begins, each of at least {@link AnchorSearch#SHORTEST} characters
 * @param pattern matched from the anchor on, at most {@link #LONGEST} characters; may look one character back
 * @param where which files are looked at
 */
record SecretRule(String name, String what, List<String> anchors, Pattern pattern, Where where) {
    /** The most bytes from an anchor that a pattern looks at. */
    static final int LONGEST = 2048;

    /** Real secrets are random: fewer different characters are a placeholder. */
    private static final int DIFFERENT_CHARACTERS = 10;

    private static final Pattern PLACEHOLDER = Pattern.compile("(?i)example|placeholder|xxxxxx|123456789|abcdefgh");

    /** Kinds of files. */
    enum Where {
        ANY("any file"),
        TEXT("text files"),
        SETTINGS("settings");

        private final String words;

        Where(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Whether a secret begins at this index. */
    boolean matches(CharSequence text, int index) {
        var matcher = pattern.matcher(text)
                .useTransparentBounds(true)
                .useAnchoringBounds(false)
                .region(index, Math.min(text.length(), index + LONGEST));
        return matcher.lookingAt() && !isPlaceholder(matcher.group());
    }

    private static boolean isPlaceholder(String match) {
        return match.chars().distinct().count() < DIFFERENT_CHARACTERS
                || PLACEHOLDER.matcher(match).find();
    }
}
