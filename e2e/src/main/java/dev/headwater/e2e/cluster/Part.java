package dev.headwater.e2e.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One process of the cluster.
 *
 * @param name how people address it: {@code ./dev cluster logs kubelet}
 * @param command program and arguments
 * @param environment set in addition to the starter's own
 */
record Part(String name, List<String> command, Map<String, String> environment) {
    Part(String name, List<String> command) {
        this(name, command, Map.of());
    }

    /** The same without some of its flags, as in {@code --kube-api-qps}. */
    Part without(Set<String> flags) {
        return new Part(
                name,
                command.stream()
                        .filter(word -> !flags.contains(word.split("=", 2)[0]))
                        .toList(),
                environment);
    }

    /** The same with one more variable. */
    Part with(String variable, String value) {
        var all = new TreeMap<>(environment);
        all.put(variable, value);
        return new Part(name, command, all);
    }
}
