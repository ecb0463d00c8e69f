package dev.headwater.node;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One line for each record, exceptions included: what collectors of container logs expect. */
public final class LineFormatter extends Formatter {
    private static final int FRAMES = 6;

    @Override
    public String format(LogRecord log) {
        var name = log.getLoggerName() == null ? "" : log.getLoggerName();
        return log.getInstant().truncatedTo(ChronoUnit.MILLIS) + " " + log.getLevel() + " "
                + name.substring(name.lastIndexOf('.') + 1) + ": "
                + oneLine(formatMessage(log)) + causes(log.getThrown()) + "\n";
    }

    private static String causes(@Nullable Throwable thrown) {
        var text = new StringBuilder();
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            text.append(" | ").append(oneLine(cause.toString())).append(" at ");
            text.append(Arrays.stream(cause.getStackTrace())
                    .limit(FRAMES)
                    .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                    .collect(Collectors.joining(" < ")));
        }
        return text.toString();
    }

    private static String oneLine(String text) {
        return text.replace("\n", " ");
    }
}
