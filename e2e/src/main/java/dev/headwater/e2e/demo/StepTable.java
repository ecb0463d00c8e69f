package dev.headwater.e2e.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The jobs side by side, a step in each row, for a terminal. */
final class StepTable {
    private static final int LABEL = 27;
    private static final int COLUMN = 17;

    private StepTable() {}

    static String render(List<JobTimes> jobs) {
        return row("", jobs, JobTimes::event)
                + row("", jobs, JobTimes::leg)
                + row("content from", jobs, JobTimes::from)
                + row("known as", jobs, JobTimes::level)
                + row("request → attached", jobs, job -> seconds(job.attach()))
                + row("checkout", jobs, job -> seconds(job.checkout()))
                + row("cargo build", jobs, job -> seconds(job.build()))
                + row(
                        "  Compiling / Fresh (units)",
                        jobs,
                        job -> job.log().compiled() + " / " + job.log().fresh())
                + row("seal", jobs, job -> seconds(job.seal()))
                + row("released → cut", jobs, job -> seconds(job.cut()))
                + row("cut → ready", jobs, job -> seconds(job.ready()))
                + row("saved", jobs, JobTimes::saved);
    }

    private static String row(String label, List<JobTimes> jobs, Function<JobTimes, String> cell) {
        var cells = jobs.stream().map(cell).map(StepTable::rightAligned).collect(Collectors.joining());
        return (("%-" + LABEL + "s").formatted(label) + cells).stripTrailing() + "\n";
    }

    private static String rightAligned(String cell) {
        return ("%" + COLUMN + "s").formatted(cell);
    }

    private static String seconds(Optional<Duration> duration) {
        return duration.map(time -> String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0))
                .orElse("-");
    }
}
