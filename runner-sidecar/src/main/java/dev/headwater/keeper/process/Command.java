package dev.headwater.keeper.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to run.
 *
 * @param environment all of it: nothing is inherited
 * @param input the file that the program reads as its standard input; empty: nothing to read
 */
public record Command(List<String> arguments, Path directory, Map<String, String> environment, Optional<Path> input) {

    /** A program that gets no input. */
    public Command(List<String> arguments, Path directory, Map<String, String> environment) {
        this(arguments, directory, environment, Optional.empty());
    }

    /** How sentences call it: the program and its first word, never its other arguments. */
    public String name() {
        return String.join(" ", arguments.subList(0, Math.min(2, arguments.size())));
    }
}
