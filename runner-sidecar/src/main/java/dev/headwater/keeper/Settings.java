package dev.headwater.keeper;

import dev.headwater.keeper.hygiene.Hygiene;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * Where the keeper finds its things; the defaults are those of its pod.
 *
 * @param volume mount point of the run's volume
 * @param control mount point of the control volume, with {@code orders/} and {@code in/}
 * @param terminationLog the container's termination message
 * @param gitServers URLs of the git servers that may be talked to; none: all
 * @param savePaths pathspecs whose changes count for jobs that name none
 * @param hygiene what is done to the volume's files at its seal
 */
record Settings(
        Path volume,
        Path control,
        Path terminationLog,
        List<String> gitServers,
        List<String> savePaths,
        Hygiene hygiene) {
    /** The command line is wrong. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    static final String USAGE =
            "usage: keeper [--volume DIR] [--control DIR] [--termination-log FILE] [--git-servers URL,URL] [--save-paths LINES]"
                    + " [--scrub PATTERN]... [--sweep PATTERN]... [--allow PATTERN]... [--secret-scan Block|Off]";

    private static final Settings DEFAULTS = new Settings(
            Path.of("/volume"),
            Path.of("/run/headwater"),
            Path.of("/dev/termination-log"),
            List.of(),
            List.of(),
            Hygiene.DEFAULT);

    /**
     * @throws UsageException for anything but the flags of {@link #USAGE}
     */
    static Settings parse(List<String> arguments) throws UsageException {
        var settings = DEFAULTS;
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            settings = settings.with(rest.next(), rest);
        }
        return settings;
    }

    private Settings with(String flag, Iterator<String> rest) throws UsageException {
        if (!rest.hasNext()) {
            throw new UsageException();
        }
        var text = rest.next();
        return switch (flag) {
            case "--volume" -> new Settings(path(text), control, terminationLog, gitServers, savePaths, hygiene);
            case "--control" -> new Settings(volume, path(text), terminationLog, gitServers, savePaths, hygiene);
            case "--termination-log" -> new Settings(volume, control, path(text), gitServers, savePaths, hygiene);
            case "--git-servers" ->
                new Settings(volume, control, terminationLog, List.of(text.split(",")), savePaths, hygiene);
            case "--save-paths" ->
                new Settings(
                        volume,
                        control,
                        terminationLog,
                        gitServers,
                        text.lines().toList(),
                        hygiene);
            default -> new Settings(volume, control, terminationLog, gitServers, savePaths, hygiene(flag, text));
        };
    }

    private Hygiene hygiene(String flag, String value) throws UsageException {
        try {
            return hygiene.with(flag, value).orElseThrow(UsageException::new);
        } catch (IllegalArgumentException e) {
            throw new UsageException();
        }
    }

    private static Path path(String text) {
        return Path.of(text).toAbsolutePath();
    }
}
