package dev.headwater.keeper.hygiene;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Several patterns at once; those that end with a plain name are only looked at for entries of that name. */
final class PathPatterns {
    private final Map<String, List<PathPattern>> byName = new HashMap<>();
    private final List<PathPattern> others = new ArrayList<>();

    PathPatterns(List<String> patterns) {
        for (var text : patterns) {
            var pattern = PathPattern.of(text);
            var last = pattern.lastElement();
            if (last.contains("*")) {
                others.add(pattern);
            } else {
                byName.computeIfAbsent(last, _ -> new ArrayList<>()).add(pattern);
            }
        }
    }

    boolean match(List<String> path) {
        return byName.getOrDefault(path.getLast(), List.of()).stream().anyMatch(pattern -> pattern.matches(path))
                || others.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
