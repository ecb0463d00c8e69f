package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Waits for something that a part brings about; gives up early when the part has ended. */
record PartWait(Layout layout, Processes processes, Progress progress) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Returns when the condition holds; throws with the relevant lines of the part's log when it does not in time. */
    void until(String part, String what, BooleanSupplier condition) {
        boolean held = Await.holds(LIMIT, () -> !processes.isAlive(part) || condition.getAsBoolean());
        if (!held || !processes.isAlive(part)) {
            throw failure(part, held ? "ended" : "did not get there within " + LIMIT.toSeconds() + " s", what);
        }
        progress.done(what);
    }

    private ClusterException failure(String part, String how, String goal) {
        try {
            List<String> lines = LogExcerpt.relevant(Files.readAllLines(layout.log(part)));
            return new ClusterException("%s %s (waited for: %s). From %s:%n    %s"
                    .formatted(part, how, goal, layout.log(part), String.join("\n    ", lines)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
