package dev.headwater.node.slot;

import dev.headwater.control.Fields;
import dev.headwater.control.Marker;
import dev.headwater.control.Report;
import dev.headwater.control.SaveTerms;
import dev.headwater.node.record.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether the volume changed in a way that its job or its policy calls relevant. What is not known speaks for a change: a save too many costs
 * a snapshot, one too few a build.
 */
public final class ChangePolicy {
    private static final int MOST_WHY = 200;
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

    /**
     * The finding.
     *
     * @param word as in {@code status.slot.sealed.changed}
     * @param why a clause
     */
    public record Change(Word word, String why) {
        public Change {
            var line = Printable.line(why);
            why = line.substring(0, Math.min(line.length(), MOST_WHY));
        }
    }

    /** The worst comes first: it decides where several speak. */
    public enum Word {
        Yes,
        Unknown,
        No
    }

    /**
     * Empty where nothing tells.
     *
     * @param report of the seal: what the keeper found out about paths
     */
    public static Optional<Change> judge(RunRecord record, Report report) {
        if (told(record, Answers.NEW_VOLUME).filter(Boolean::parseBoolean).isPresent()) {
            return Optional.of(ofNew(record.ask().terms().onEmpty()));
        }
        return Stream.concat(byMarker(record).stream(), byPaths(report.details()).stream())
                .min((one, other) -> one.word().compareTo(other.word()));
    }

    private static Change ofNew(SaveTerms.OnEmpty terms) {
        return switch (terms) {
            case SAVE -> new Change(Word.Yes, "the volume was new");
            case SKIP -> new Change(Word.No, "the volume was new, and its restore step says save-on-empty: false");
        };
    }

    /** The commit that the restored content was built from, where the job was told one. */
    public static Optional<String> base(RunRecord record) {
        return told(record, Answers.SOURCE_SHA).filter(sha -> SHA.matcher(sha).matches());
    }

    private static Optional<String> told(RunRecord record, String key) {
        return Optional.ofNullable(Objects.requireNonNullElse(record.local().result(), Map.<String, String>of())
                .get(key));
    }

    private static Optional<Change> byMarker(RunRecord record) {
        return record.ask()
                .terms()
                .relevance()
                .marker()
                .flatMap(marker -> marker.value()
                        .map(value -> record.local().markerCarried()
                                ? new Change(
                                        Word.No, "marker %s has already the value %s".formatted(marker.file(), value))
                                : new Change(
                                        Word.Yes,
                                        "marker %s had not yet the value %s".formatted(marker.file(), value))));
    }

    private static Optional<Change> byPaths(Fields details) {
        return details.optional(Report.CHANGED)
                .map(said -> new Change(
                        List.of(Word.values()).stream()
                                .filter(word -> word.name().equals(said))
                                .findFirst()
                                .orElse(Word.Unknown),
                        details.optional(Report.CHANGED_WHY).orElse("the keeper does not say why")));
    }

    /** What the keeper says of a marker without a value, where it is one of the words for it. */
    public static Optional<String> marker(Report report) {
        return report.details()
                .optional(Marker.REPORTED)
                .filter(word -> word.equals(Marker.PRESENT) || word.equals(Marker.MISSING));
    }

    private ChangePolicy() {}
}
