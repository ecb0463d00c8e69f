package dev.headwater.keeper.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** Executable files. */
public final class Program {
    private Program() {}

    /**
     * A shell script that can be run at once. A process of its own writes it: what this JVM has open for writing is open, for a moment, in
     * every child that a test beside this one starts just then, and no file that somebody writes to can be run ({@code ETXTBSY}).
     *
     * @param lines what follows its first line
     */
    public static Path script(Path path, String lines) throws IOException, InterruptedException {
        var writer = new ProcessBuilder("/bin/sh", "-c", "cat > \"$0\" && chmod 755 \"$0\"", path.toString())
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        try (var content = writer.getOutputStream()) {
            content.write(("#!/bin/sh\n" + lines + "\n").getBytes(UTF_8));
        }
        assertThat(writer.waitFor()).isZero();
        return path;
    }
}
