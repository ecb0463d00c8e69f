package dev.headwater.keeper.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to run.
 *
 * @param environment all of it: nothing is inherited
 */
public record Command(List<String> arguments, Path directory, Map<String, String> environment) {

    /** How sentences call it: the program and its first word, never its other arguments. */
    public String name() {
        return String.join(" ", arguments.subList(0, Math.min(2, arguments.size())));
    }
}
