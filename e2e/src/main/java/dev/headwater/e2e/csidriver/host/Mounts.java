package dev.headwater.e2e.csidriver.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mounts of this process's namespace. Unmounting is never lazy and never forced: busy is an answer. */
public final class Mounts {
    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    /**
     * One line of mountinfo (proc(5)).
     *
     * @param number major and minor of the device
     * @param point where it is mounted
     */
    public record Entry(String number, Path point) {
        static Entry parse(String line) {
            String[] fields = line.split(" ", 6);
            return new Entry(fields[2], Path.of(unescape(fields[4])));
        }

        private static String unescape(String field) {
            return OCTAL.matcher(field)
                    .replaceAll(m -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(m.group(1), 8))));
        }
    }

    /** All mounts, in the order in which they were made. */
    public List<Entry> all() throws IOException {
        return Files.readAllLines(MOUNTINFO).stream().map(Entry::parse).toList();
    }

    /** What is seen at {@code point}: the last mount on it. */
    public Optional<Entry> at(Path point) throws IOException {
        return all().stream().filter(e -> e.point().equals(point)).reduce((_, last) -> last);
    }

    /** Mounts a device. */
    public void mount(Loop loop, FileSystem type, List<String> flags, Path point)
            throws IOException, InterruptedException {
        Commands.run("mount", "-t", type.type(), "-o", type.mountOptions(flags), loop.device(), point.toString());
    }

    /** Mounts an image through a loop device that goes with the mount; freed blocks leave the file. */
    void mountImage(Path image, Path point) throws IOException, InterruptedException {
        Commands.run("mount", "-o", "loop,discard", image.toString(), point.toString());
    }

    /** Lets what is mounted at {@code source} be seen at {@code point} as well. */
    public void bind(Path source, Path point, Access access) throws IOException, InterruptedException {
        Commands.run(
                "mount", "-o", access == Access.READ_ONLY ? "bind,ro" : "bind", source.toString(), point.toString());
    }

    /** Removes every layer at {@code point}; nothing to do is fine. */
    public void unmount(Path point) throws IOException, InterruptedException {
        while (at(point).isPresent()) {
            Commands.run("umount", point.toString());
        }
    }

    /** What may be done through a bind. */
    public enum Access {
        READ_WRITE,
        READ_ONLY
    }
}
