package dev.headwater.keeper.report;

import java.util.regex.Pattern;

/** Text of others (git, remotes, file names) in a form that can stand in a report, a log line and a terminal. */
public final class Shown {
    private static final Pattern USER_INFO = Pattern.compile("://[^/\\s]*@");
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)(authorization\\s*[:=]\\s*)\\S.*");

    /**
     * One line of at most {@code maxLength} characters without control, format or unpaired characters, and without the user part of any
     * URL and the value of any authorization header.
     */
    public static String text(String raw, int maxLength) {
        var line = new StringBuilder();
        raw.codePoints().forEach(c -> line.appendCodePoint(isHarmless(c) ? c : ' '));
        var redacted = USER_INFO.matcher(line).replaceAll("://");
        redacted = AUTHORIZATION.matcher(redacted).replaceAll("$1(hidden)").strip();
        return redacted.length() <= maxLength ? redacted : cut(redacted, maxLength - 1) + "…";
    }

    private static String cut(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private Shown() {}
}
