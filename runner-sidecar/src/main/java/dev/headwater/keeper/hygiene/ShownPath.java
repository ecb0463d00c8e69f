package dev.headwater.keeper.hygiene;

import dev.headwater.keeper.report.Shown;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A path on the volume in a form that can stand in a line of a report: its first elements, without control characters. */
final class ShownPath {
    /** Bytes that it takes in a control file. */
    static final int MAX_BYTES = 480;

    static String of(List<String> path) {
        var raw = new StringBuilder();
        for (var element : path) {
            if (raw.length() > MAX_BYTES) {
                break;
            }
            raw.append(raw.isEmpty() ? "" : "/").append(element);
        }
        var text = new String(raw.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return cut(Shown.text(text, MAX_BYTES));
    }

    private static String cut(String text) {
        var bytes = 0;
        for (var i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            bytes += bytes(text.codePointAt(i));
            if (bytes > MAX_BYTES) {
                return text.substring(0, i) + "…";
            }
        }
        return text;
    }

    private static int bytes(int codePoint) {
        var escape = codePoint == '\\' ? 1 : 0;
        return escape + Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
    }

    private ShownPath() {}
}
