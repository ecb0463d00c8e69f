package dev.headwater.e2e.chaos;

import dev.headwater.e2e.world.WorldException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ./dev chaos} with its options.
 *
 * @param json where the figures go
 */
record Invocation(int jobs, int kills, long seed, Optional<Path> json) {
    private static final String USAGE =
            "Usage: ./dev chaos [--jobs NUMBER] [--kills NUMBER] [--seed NUMBER] [--json FILE], where jobs and kills are 1 to 500";
    private static final int MOST = 500;

    /** @param seed where none is named */
    static Invocation from(List<String> arguments, long seed) {
        var options = options(arguments);
        return new Invocation(
                count(options, "--jobs"),
                count(options, "--kills"),
                number(options, "--seed", seed),
                Optional.ofNullable(options.get("--json")).map(Path::of));
    }

    /** The command that makes the same plan again. */
    String command() {
        return "./dev chaos --jobs %d --kills %d --seed %d".formatted(jobs, kills, seed);
    }

    private static Map<String, String> options(List<String> arguments) {
        var options = new HashMap<String, String>();
        for (var i = 0; i + 1 < arguments.size(); i += 2) {
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        if (arguments.size() % 2 != 0
                || !List.of("--jobs", "--kills", "--seed", "--json").containsAll(options.keySet())) {
            throw new WorldException(USAGE);
        }
        return options;
    }

    private static int count(Map<String, String> options, String name) {
        var number = number(options, name, 40);
        if (number < 1 || number > MOST) {
            throw new WorldException(USAGE);
        }
        return (int) number;
    }

    private static long number(Map<String, String> options, String name, long otherwise) {
        try {
            return Optional.ofNullable(options.get(name)).map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new WorldException(USAGE, e);
        }
    }
}
