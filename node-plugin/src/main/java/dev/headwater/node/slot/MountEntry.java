package dev.headwater.node.slot;

import java.util.Optional;
import java.util.OptionalLong;
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
    private static final int LONGEST_ID = 18;
    private static final String SEPARATOR = " - ";

    /** Whether mounts made below it elsewhere appear here too. */
    public boolean receives() {
        return propagation.contains("master:") || propagation.contains("shared:");
    }

    public boolean shared() {
        return propagation.contains("shared:");
    }

    /** Whether it lies below {@code path}, or at it. */
    public boolean within(String path) {
        return isBeneath(mountPoint, path);
    }

    /** Whether {@code path} lies below the mount point, or is it. */
    boolean contains(String path) {
        return isBeneath(path, mountPoint);
    }

    private static boolean isBeneath(String path, String directory) {
        return directory.equals("/")
                || (path.startsWith(directory)
                        && (path.length() == directory.length() || path.charAt(directory.length()) == '/'));
    }

    /** Empty for a line that is not of mountinfo's form. Tables have hundreds of lines and are read at every change: no patterns here. */
    static Optional<MountEntry> parse(String line) {
        var ends = new int[FIRST_OPTIONAL];
        for (int field = 0, from = 0; field < FIRST_OPTIONAL; field++) {
            ends[field] = line.indexOf(' ', from);
            if (ends[field] < 0) {
                return Optional.empty();
            }
            from = ends[field] + 1;
        }
        var id = id(line.substring(0, ends[0]));
        var separator = line.indexOf(SEPARATOR, ends[FIRST_OPTIONAL - 1]);
        var fsType = separator + SEPARATOR.length();
        var source = line.indexOf(' ', fsType) + 1;
        if (id.isEmpty() || separator < 0 || source == 0) {
            return Optional.empty();
        }
        var sourceEnd = line.indexOf(' ', source);
        return Optional.of(new MountEntry(
                id.getAsLong(),
                line.substring(ends[1] + 1, ends[2]),
                unescape(line.substring(ends[2] + 1, ends[3])),
                unescape(line.substring(ends[3] + 1, ends[4])),
                line.substring(Math.min(ends[FIRST_OPTIONAL - 1] + 1, separator), separator),
                line.substring(fsType, source - 1),
                unescape(line.substring(source, sourceEnd < 0 ? line.length() : sourceEnd))));
    }

    private static OptionalLong id(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_ID && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    private static String unescape(String text) {
        return text.indexOf('\\') < 0
                ? text
                : OCTAL.matcher(text)
                        .replaceAll(octal ->
                                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(octal.group(1), 8))));
    }
}
