package dev.headwater.keeper.process;

import dev.headwater.keeper.report.Shown;
import java.util.List;

/**
 * How a command ended.
 *
 * @param errors the last few KiB of its standard error, as it wrote them
 */
public record Ended(int exitCode, String errors) {
    private static final int MAX_COMPLAINT = 400;

    public boolean isSuccess() {
        return exitCode == 0;
    }

    /** The last line that names an error, or else the last line, fit to be shown. */
    public String complaint() {
        List<String> lines = errors.lines().filter(line -> !line.isBlank()).toList();
        var named = lines.stream().filter(Ended::namesAnError).toList().reversed().stream();
        var line = named.findFirst().orElse(lines.isEmpty() ? "exit code " + exitCode : lines.getLast());
        return Shown.text(line.replaceFirst("^(fatal|error): ", ""), MAX_COMPLAINT);
    }

    private static boolean namesAnError(String line) {
        return line.startsWith("fatal: ") || line.startsWith("error: ");
    }
}
