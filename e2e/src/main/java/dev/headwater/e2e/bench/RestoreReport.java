package dev.headwater.e2e.bench;

import dev.headwater.e2e.figures.Distribution;
import dev.headwater.e2e.figures.Figure;
import dev.headwater.e2e.figures.Goal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What the restores of both sides have in common, and what sets them apart. */
record RestoreReport(Sides single, Sides burst) {
    private static final double MORE_SECONDS = 0.3;
    private static final double TIMES = 1.5;

    /**
     * The same thing in two ways.
     *
     * @param slot into running jobs
     * @param plain pods with claims of their own
     */
    record Sides(List<RestoreSample> slot, List<RestoreSample> plain) {}

    List<Figure> figures() {
        var plain = seconds(single.plain());
        var slot = seconds(single.slot());
        var plainBurst = seconds(burst.plain());
        var slotBurst = seconds(burst.slot());
        return List.of(
                Figure.of("restore.plain_median", "s", plain.median(), Goal.reported()),
                Figure.of("restore.median", "s", slot.median(), Goal.atMost(plain.median() + MORE_SECONDS)),
                Figure.of("restore.plain_p95", "s", plain.p95(), Goal.reported()),
                Figure.of("restore.p95", "s", slot.p95(), Goal.reported()),
                Figure.of("restore.plain_burst_median", "s", plainBurst.median(), Goal.reported()),
                Figure.of("restore.burst_median", "s", slotBurst.median(), Goal.reported()),
                Figure.of("restore.plain_burst_p95", "s", plainBurst.p95(), Goal.reported()),
                Figure.of("restore.burst_p95", "s", slotBurst.p95(), Goal.atMost(TIMES * plainBurst.p95())));
    }

    /** Where the time goes, for each side alone and in a burst. */
    String milestones() {
        return table("into the slot, one at a time", single.slot())
                + table("plain pod, one at a time", single.plain())
                + table("into the slot, in a burst", burst.slot())
                + table("plain pod, in a burst", burst.plain());
    }

    /** Each milestone with the median of its seconds after the beginning, and how much later that is than the one before. */
    private static String table(String title, List<RestoreSample> samples) {
        var text = new StringBuilder("%s: median of %d%n".formatted(title, samples.size()));
        var before = 0.0;
        for (var line : medians(samples).entrySet()) {
            var at = line.getValue();
            text.append(String.format(Locale.ROOT, "  %6.2f  %+6.2f  %s%n", at, at - before, line.getKey()));
            before = at;
        }
        return text.append(System.lineSeparator()).toString();
    }

    private static Map<String, Double> medians(List<RestoreSample> samples) {
        var medians = new LinkedHashMap<String, Double>();
        samples.stream()
                .flatMap(sample -> sample.milestones().keySet().stream())
                .distinct()
                .forEach(milestone -> medians.put(
                        milestone,
                        new Distribution(samples.stream()
                                        .map(sample -> sample.milestones().get(milestone))
                                        .filter(Objects::nonNull)
                                        .toList())
                                .median()));
        return medians;
    }

    private static Distribution seconds(List<RestoreSample> samples) {
        return new Distribution(samples.stream().map(RestoreSample::seconds).toList());
    }
}
