package dev.headwater.e2e.chaos;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Stream;

/** What must hold of heads: each lane that was saved has one, which is that of the latest workflow run. */
final class HeadRules {
    private HeadRules() {}

    static Stream<String> findings(Aftermath aftermath) {
        var expected = expected(aftermath);
        var told = new HashMap<String, String>();
        aftermath.heads().forEach(head -> told.put(head.key() + " " + head.lane(), head.snapshot()));
        var lanes = new HashSet<>(expected.keySet());
        lanes.addAll(told.keySet());
        return lanes.stream()
                .sorted()
                .filter(lane -> !expected.getOrDefault(lane, "none").equals(told.getOrDefault(lane, "none")))
                .map(lane -> "The head of %s is %s and should be %s."
                        .formatted(lane, told.getOrDefault(lane, "none"), expected.getOrDefault(lane, "none")));
    }

    private static Map<String, String> expected(Aftermath aftermath) {
        var heads = new HashMap<String, String>();
        aftermath.jobs().stream()
                .filter(job -> job.saved().isPresent())
                .sorted(Comparator.comparing(job -> job.plan().order()))
                .forEach(job ->
                        heads.put(job.plan().leg().toString(), job.saved().orElseThrow()));
        return heads;
    }
}
