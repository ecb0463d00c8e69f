package dev.headwater.keeper.hygiene;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;

import dev.headwater.keeper.hygiene.Treatment.Fate;
import dev.headwater.keeper.hygiene.Treatment.Search;
import dev.headwater.keeper.kernel.FileStatus.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges by its path what is done with an entry: what the policy says comes first, then what it allows, then what is known of paths. */
final class TreatmentPolicy {
    private static final PathPatterns CREDENTIALS = new PathPatterns(KnownPaths.CREDENTIALS);
    private static final PathPatterns CREDENTIAL_DIRECTORIES = new PathPatterns(KnownPaths.CREDENTIAL_DIRECTORIES);
    private static final PathPatterns SETTINGS = new PathPatterns(KnownPaths.SETTINGS);

    private final PathPatterns scrub;
    private final PathPatterns sweep;
    private final PathPatterns leave;
    private final Map<String, PathPatterns> allowedRules;
    private final SecretScan secretScan;

    TreatmentPolicy(Hygiene hygiene) {
        var allowances = hygiene.allow().stream().map(Allowance::of).toList();
        this.scrub = new PathPatterns(hygiene.scrub());
        this.sweep = new PathPatterns(hygiene.sweep());
        this.leave = new PathPatterns(Stream.concat(
                        KnownPaths.PACKAGES.stream(),
                        allowances.stream()
                                .filter(each -> each.rule().isEmpty())
                                .map(Allowance::pattern))
                .toList());
        this.allowedRules = allowances.stream()
                .filter(each -> !each.rule().isEmpty())
                .collect(groupingBy(
                        Allowance::rule,
                        collectingAndThen(mapping(Allowance::pattern, Collectors.toList()), PathPatterns::new)));
        this.secretScan = hygiene.secretScan();
    }

    /** @param rule empty: all rules */
    private record Allowance(String rule, String pattern) {
        /** A colon separates a rule from a pattern only behind the name of a rule. */
        static Allowance of(String text) {
            var colon = text.indexOf(':');
            return colon > 0 && SecretRules.isName(text.substring(0, colon))
                    ? new Allowance(text.substring(0, colon), text.substring(colon + 1))
                    : new Allowance("", text);
        }
    }

    /** What kind of directory an entry lies in. */
    enum Surroundings {
        ORDINARY,
        CARGO_HOME
    }

    /** Of the volume's root. */
    Treatment ofRoot() {
        return new Treatment(Fate.KEEP, search(false), Set.of());
    }

    /**
     * @param parent of the directory that the entry lies in
     * @param path names from the volume's root to the entry itself
     */
    Treatment of(Treatment parent, List<String> path, Kind kind, Surroundings surroundings) {
        if (parent.fate() == Fate.SWEEP || sweep.match(path)) {
            return Treatment.SWEEP;
        }
        if (parent.fate() == Fate.SCRUB || scrub.match(path)) {
            return Treatment.SCRUB;
        }
        if (parent.fate() == Fate.LEAVE || leave.match(path)) {
            return Treatment.LEAVE;
        }
        return isCredential(path, kind, surroundings)
                ? Treatment.SCRUB
                : new Treatment(Fate.KEEP, search(isSettings(path, surroundings)), allowedRules(parent, path));
    }

    private static boolean isCredential(List<String> path, Kind kind, Surroundings surroundings) {
        return kind == Kind.DIRECTORY
                ? CREDENTIAL_DIRECTORIES.match(path)
                : CREDENTIALS.match(path) || isOfCargo(KnownPaths.CARGO_CREDENTIALS, path, surroundings);
    }

    private static boolean isSettings(List<String> path, Surroundings surroundings) {
        return SETTINGS.match(path) || isOfCargo(KnownPaths.CARGO_SETTINGS, path, surroundings);
    }

    private static boolean isOfCargo(Set<String> names, List<String> path, Surroundings surroundings) {
        return surroundings == Surroundings.CARGO_HOME && names.contains(path.getLast());
    }

    private Search search(boolean settings) {
        if (secretScan == SecretScan.Off) {
            return Search.NEVER;
        }
        return settings ? Search.AS_SETTINGS : Search.IF_CHANGED;
    }

    private Set<String> allowedRules(Treatment parent, List<String> path) {
        if (allowedRules.isEmpty()) {
            return Set.of();
        }
        var rules = new HashSet<>(parent.allowedRules());
        allowedRules.forEach((rule, patterns) -> {
            if (patterns.match(path)) {
                rules.add(rule);
            }
        });
        return rules;
    }
}
