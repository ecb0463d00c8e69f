package dev.headwater.node.slot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code /proc/<pid>/mountinfo}.
 *
 * @param id unique among the mounts of the moment
 * @param device {@code major:minor} of the file system
 * @param root which directory of the file system is mounted; {@code /} unless it is a bind of a part of it
 * @param mountPoint as seen from the root of the process
 * @param propagation the optional fields, as in {@code shared:12 master:3}
 * @param source what the mounter called its source
 */
public record MountEntry(
        long id, String device, String root, String mountPoint, String propagation, String fsType, String source) {

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");
    private static final int FIRST_OPTIONAL = 6;

    /** Whether mounts made below it elsewhere appear here too. */
    public boolean receives() {
        return propagation.contains("master:") || propagation.contains("shared:");
    }

    public boolean shared() {
        return propagation.contains("shared:");
    }

    /** Whether it lies below {@code path}, or at it. */
    public boolean within(String path) {
        return mountPoint.equals(path) || path.equals("/") || mountPoint.startsWith(path + "/");
    }

    /** Empty for a line that is not of mountinfo's form. */
    static Optional<MountEntry> parse(String line) {
        var fields = new ArrayList<>(List.of(line.split(" ", -1)));
        var separator = fields.indexOf("-");
        if (separator < FIRST_OPTIONAL
                || fields.size() < separator + 3
                || !fields.get(0).matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new MountEntry(
                Long.parseLong(fields.get(0)),
                fields.get(2),
                unescape(fields.get(3)),
                unescape(fields.get(4)),
                String.join(" ", fields.subList(FIRST_OPTIONAL, separator)),
                fields.get(separator + 1),
                unescape(fields.get(separator + 2))));
    }

    private static String unescape(String text) {
        return OCTAL.matcher(text)
                .replaceAll(
                        octal -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(octal.group(1), 8))));
    }
}
