package dev.headwater.node.slot;

import java.util.regex.Pattern;

/** Makes foreign text harmless where it is shown: process names, refs and messages may carry workflow commands or terminal control. */
public final class Printable {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");
    private static final Pattern CONTROL_BUT_NEWLINE = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\n]]");
    private static final int LONGEST = 2048;

    /** One line of at most 2,048 characters: control characters become {@code ?}, and no workflow command remains. */
    public static String line(String text) {
        return defused(CONTROL.matcher(bounded(text)).replaceAll("?"));
    }

    /** Like {@link #line}, and newlines stay. */
    public static String text(String text) {
        return defused(CONTROL_BUT_NEWLINE.matcher(bounded(text)).replaceAll("?"));
    }

    /** Command words of a CI runner: {@code ::name} at the start of a line, {@code ##[name} anywhere. */
    private static String defused(String text) {
        return text.replace("##[", "# #[").replaceAll("(?m)^(\\s*)::", "$1: :");
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private Printable() {}
}
