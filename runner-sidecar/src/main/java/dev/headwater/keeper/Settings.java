package dev.headwater.keeper;

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
 */
record Settings(Path volume, Path control, Path terminationLog, List<String> gitServers) {
    /** The command line is wrong. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    static final String USAGE =
            "usage: keeper [--volume DIR] [--control DIR] [--termination-log FILE] [--git-servers URL,URL]";

    private static final Settings DEFAULTS =
            new Settings(Path.of("/volume"), Path.of("/run/headwater"), Path.of("/dev/termination-log"), List.of());

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
        var value = Path.of(text).toAbsolutePath();
        return switch (flag) {
            case "--volume" -> new Settings(value, control, terminationLog, gitServers);
            case "--control" -> new Settings(volume, value, terminationLog, gitServers);
            case "--termination-log" -> new Settings(volume, control, value, gitServers);
            case "--git-servers" -> new Settings(volume, control, terminationLog, List.of(text.split(",")));
            default -> throw new UsageException();
        };
    }
}
