package dev.headwater.e2e.cluster;

import java.util.List;
import java.util.regex.Pattern;

/** The lines of a log that say why a program failed. */
final class LogExcerpt {
    /** Lines shown at most: what fits a screen beside the sentence that introduces them. */
    static final int LINES = 12;

    /** klog's error and fatal lines, zap's and logrus' levels, Go's and Java's last words. */
    private static final Pattern ALARM = Pattern.compile(
            "^[EF]\\d{4} |level=(fatal|error)|\"level\":\"(fatal|error|panic)\"|^panic:|^Error: |[Ee]xception|^error:");

    private LogExcerpt() {}

    /** The last alarming lines; where none is, the last lines at all. */
    static List<String> relevant(List<String> log) {
        List<String> alarms =
                log.stream().filter(line -> ALARM.matcher(line).find()).toList();
        return last(alarms.isEmpty() ? log : alarms);
    }

    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }
}
