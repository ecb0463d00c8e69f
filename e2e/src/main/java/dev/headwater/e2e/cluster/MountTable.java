package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernel's list of mounts (proc(5), mountinfo). */
final class MountTable {
    private static final int MOUNT_POINT = 4;
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private MountTable() {}

    static List<String> read() {
        try {
            return Files.readAllLines(Path.of("/proc/self/mountinfo"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As another process sees it; nothing, if it has ended. */
    static List<String> of(ProcessIdentity process) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "mountinfo"));
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** The mount points at or below a folder, in mounting order; one that is mounted twice is named twice. */
    static List<Path> below(Path folder, List<String> mountinfo) {
        return mountinfo.stream()
                .map(line -> Path.of(unescape(line.split(" ")[MOUNT_POINT])))
                .filter(mountPoint -> mountPoint.startsWith(folder))
                .toList();
    }

    private static String unescape(String field) {
        return OCTAL.matcher(field).replaceAll(MountTable::character);
    }

    private static String character(MatchResult octal) {
        String character = Character.toString(Integer.parseInt(octal.group(1), 8));
        return Matcher.quoteReplacement(character);
    }
}
