package dev.headwater.control;

import dev.headwater.control.SaveTerms.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What steps of a job wrote into the state file, as far as it concerns one volume. Any step appends lines {@code save=true}, {@code save=false},
 * {@code save=auto} and {@code reason=TEXT}, with the volume's name and a dot before the key where it is about this volume alone. The last line
 * wins. A line that is not understood spoils nothing but itself.
 *
 * @param ignored why each line was passed over that says nothing to anybody, in their order; the first {@link #MOST_TOLD}, and then how
 *     many more there are
 */
public record StateFile(Optional<Standing> save, Optional<String> reason, List<String> ignored) {
    /** A longer file is not read. */
    public static final int MAX_BYTES = 256 * 1024;

    /** Of a job that wrote nothing. */
    public static final StateFile EMPTY = new StateFile(Optional.empty(), Optional.empty(), List.of());

    private static final int MOST_TOLD = 4;
    private static final int MOST_SHOWN = 40;
    private static final int MAX_REASON = 200;

    public StateFile {
        ignored = List.copyOf(ignored);
    }

    /** Of a file that could not be read at all. */
    public static StateFile unreadable(String clause) {
        return new StateFile(Optional.empty(), Optional.empty(), List.of("all of it: " + clause));
    }

    /**
     * Reads the lines for the volume {@code name}.
     *
     * @param names of all volumes that the job has or had; lines about another are not understood
     */
    public static StateFile parse(byte[] bytes, String name, Set<String> names) {
        var reading = new Reading(name, names);
        for (var line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            reading.read(line.strip());
        }
        return reading.result();
    }

    /** One pass through the lines. */
    private static final class Reading {
        private final String name;
        private final Set<String> names;
        private final List<String> ignored = new ArrayList<>();
        private Optional<Standing> save = Optional.empty();
        private Optional<String> reason = Optional.empty();
        private int number;
        private int passedOver;

        Reading(String name, Set<String> names) {
            this.name = name;
            this.names = names;
        }

        void read(String line) {
            number++;
            if (line.isEmpty()) {
                return;
            }
            var equals = line.indexOf('=');
            if (equals < 0) {
                ignore(line, "not of the form key=value");
                return;
            }
            var key = line.substring(0, equals).strip();
            var dot = key.lastIndexOf('.');
            var volume = dot < 0 ? name : key.substring(0, dot);
            if (!volume.equals(name) && !names.contains(volume)) {
                ignore(line, "no such volume");
                return;
            }
            understand(line, key.substring(dot + 1), line.substring(equals + 1).strip(), volume.equals(name));
        }

        private void understand(String line, String key, String value, boolean concerned) {
            switch (key) {
                case "save" -> {
                    var standing = Standing.of(value);
                    if (standing.isEmpty()) {
                        ignore(line, "save is none of true, false and auto");
                    } else if (concerned) {
                        save = standing;
                    }
                }
                case "reason" -> {
                    if (concerned) {
                        reason = Optional.of(value.substring(0, Math.min(value.length(), MAX_REASON)))
                                .filter(text -> !text.isEmpty());
                    }
                }
                default -> ignore(line, "unknown key");
            }
        }

        private void ignore(String line, String why) {
            passedOver++;
            if (passedOver <= MOST_TOLD) {
                var shown = line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "…";
                ignored.add("line %d (%s): %s".formatted(number, shown, why));
            }
        }

        StateFile result() {
            if (passedOver > MOST_TOLD) {
                ignored.add("%d more".formatted(passedOver - MOST_TOLD));
            }
            return new StateFile(save, reason, ignored);
        }
    }
}
