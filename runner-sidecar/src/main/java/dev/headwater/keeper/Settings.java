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
 */
record Settings(Path volume, Path control, Path terminationLog) {
    /** The command line is wrong. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    static final String USAGE = "usage: keeper [--volume DIR] [--control DIR] [--termination-log FILE]";

    private static final Settings DEFAULTS =
            new Settings(Path.of("/volume"), Path.of("/run/headwater"), Path.of("/dev/termination-log"));

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
        var value = Path.of(rest.next()).toAbsolutePath();
        return switch (flag) {
            case "--volume" -> new Settings(value, control, terminationLog);
            case "--control" -> new Settings(volume, value, terminationLog);
            case "--termination-log" -> new Settings(volume, control, value);
            default -> throw new UsageException();
        };
    }
}
