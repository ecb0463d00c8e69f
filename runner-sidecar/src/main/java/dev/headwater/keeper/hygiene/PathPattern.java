package dev.headwater.keeper.hygiene;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of paths on a volume, much as in {@code .gitignore}: {@code *} stands for anything within a name, {@code **} for any number of
 * directories; one without a slash, but at its end, matches at any depth, another from the volume's root. Names are bytes as ISO 8859-1
 * characters.
 *
 * @param elements names, between the slashes
 */
record PathPattern(List<String> elements) {
    private static final String ANY_DIRECTORIES = "**";

    /** A pattern of a directory means all that is in it, so that {@code x}, {@code x/} and {@code x/**} are the same. */
    static PathPattern of(String text) {
        var raw = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        var core = raw.replaceFirst("(/|/\\*\\*)+$", "");
        var elements = new ArrayList<String>();
        if (!core.contains("/")) {
            elements.add(ANY_DIRECTORIES);
        }
        for (var element : core.split("/", -1)) {
            if (!element.isEmpty()) {
                elements.add(element);
            }
        }
        return new PathPattern(List.copyOf(elements));
    }

    /** @param path names from the volume's root to the entry itself */
    boolean matches(List<String> path) {
        return matches(lastElement(), path.getLast())
                && Wildcard.matches(
                        elements.size(),
                        p -> elements.get(p).equals(ANY_DIRECTORIES),
                        path.size(),
                        (p, t) -> matches(elements.get(p), path.get(t)));
    }

    private static boolean matches(String pattern, String name) {
        return Wildcard.matches(
                pattern.length(),
                p -> pattern.charAt(p) == '*',
                name.length(),
                (p, t) -> pattern.charAt(p) == name.charAt(t));
    }

    /** The name that every matching path ends with; with a star in it, where there is no such name. */
    String lastElement() {
        return elements.getLast();
    }
}
