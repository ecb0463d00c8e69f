package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.Fields;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a keeper's seal report says of the search for secrets, within the bounds of the API. A word that is none is not passed on. */
public final class ScanReport {
    private static final int MAX_FINDINGS = 16;
    private static final int MAX_PATH = 512;
    private static final String RULE = "[a-z0-9-]{1,64}";

    public static Optional<String> scan(Fields details) {
        return details.optional("scan").filter(word -> word.matches("Complete|Incomplete|Skipped"));
    }

    /** A sentence; only where the scan is incomplete. */
    public static Optional<String> why(Fields details) {
        return details.optional("scan-why").map(Printable::line);
    }

    /** Null where nothing was found: the API leaves such a field out. */
    public static @Nullable List<RunStatus.Finding> findings(Fields details) {
        var findings = IntStream.rangeClosed(1, MAX_FINDINGS)
                .boxed()
                .flatMap(number -> details.optional("finding-" + number).stream())
                .flatMap(ScanReport::finding)
                .toList();
        return findings.isEmpty() ? null : findings;
    }

    public static Optional<Integer> usedPercent(Fields details) {
        return details.optional("used-percent")
                .filter(text -> text.matches("[0-9]{1,3}"))
                .map(Integer::valueOf);
    }

    /** {@code RULE PATH}. */
    private static Stream<RunStatus.Finding> finding(String text) {
        var space = text.indexOf(' ');
        if (space < 0 || !text.substring(0, space).matches(RULE)) {
            return Stream.of(new RunStatus.Finding(bounded(text), "unknown"));
        }
        return Stream.of(new RunStatus.Finding(bounded(text.substring(space + 1)), text.substring(0, space)));
    }

    private static String bounded(String path) {
        var shown = Printable.line(path);
        return shown.substring(0, Math.min(shown.length(), MAX_PATH));
    }

    private ScanReport() {}
}
