package dev.headwater.e2e.chaos;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Compares what is left with what must always hold, whoever was killed. */
final class ChaosJudge {
    private static final List<Function<Aftermath, Stream<String>>> RULES = List.of(
            ChaosJudge::kills,
            JobRules::findings,
            SnapshotRules::findings,
            RestoreRules::findings,
            HeadRules::findings,
            ContentRules::findings,
            aftermath -> aftermath.leftovers().stream().map(leftover -> "Left over: " + leftover + "."));

    private ChaosJudge() {}

    /** A sentence for each thing that is wrong; empty if nothing is. */
    static List<String> findings(Aftermath aftermath) {
        return RULES.stream()
                .flatMap(rule -> rule.apply(aftermath))
                .map(sentence -> sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1))
                .toList();
    }

    private static Stream<String> kills(Aftermath aftermath) {
        var planned = aftermath.plan().kills().size();
        return aftermath.kills() < planned
                ? Stream.of("Only %d of %d kills found somebody to kill before the jobs were over."
                        .formatted(aftermath.kills(), planned))
                : Stream.empty();
    }
}
