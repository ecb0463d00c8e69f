package dev.headwater.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rules that let pods' packets through where the machine forwards nothing by default, as Docker and some firewalls set
 * it. Where the machine forwards everything there are none.
 */
final class ForwardRules {
    private static final Path IPTABLES = Path.of("/usr/sbin/iptables");
    private static final String DROPS = "-P FORWARD DROP";

    private ForwardRules() {}

    /** Adds them if they are needed. */
    static void open() {
        if (list().contains(DROPS)) {
            change("-I", "-s " + Network.BLOCK + " -j ACCEPT");
            change("-I", "-d " + Network.BLOCK + " -j ACCEPT");
        }
    }

    /** Those that exist, as iptables would take them. */
    static List<String> ours() {
        return list().stream()
                .filter(rule -> rule.startsWith("-A FORWARD ") && rule.contains(Network.BLOCK))
                .map(rule -> rule.replaceFirst("^-A FORWARD ", ""))
                .toList();
    }

    static void delete(String rule) {
        change("-D", rule);
    }

    private static void change(String how, String rule) {
        Command.run(Stream.concat(Stream.of(IPTABLES.toString(), how, "FORWARD"), Stream.of(rule.split(" ")))
                .toArray(String[]::new));
    }

    private static List<String> list() {
        return Files.exists(IPTABLES)
                ? Command.attempt(IPTABLES.toString(), "-S", "FORWARD")
                        .output()
                        .lines()
                        .toList()
                : List.of();
    }
}
