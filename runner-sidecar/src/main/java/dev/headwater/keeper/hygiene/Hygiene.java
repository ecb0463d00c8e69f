package dev.headwater.keeper.hygiene;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the policy says of the files of a volume; flags of the keeper, and of the program that does it.
 *
 * @param scrub patterns of files to overwrite and remove, beyond the known ones
 * @param sweep patterns of files and directories to remove
 * @param allow patterns of paths to leave alone, or {@code RULE:PATTERN}
 */
public record Hygiene(List<String> scrub, List<String> sweep, List<String> allow, SecretScan secretScan) {
    public static final Hygiene DEFAULT = new Hygiene(List.of(), List.of(), List.of(), SecretScan.Block);

    private static final String SCRUB = "--scrub";
    private static final String SWEEP = "--sweep";
    private static final String ALLOW = "--allow";
    private static final String SECRET_SCAN = "--secret-scan";

    /** With what this flag says; empty for a flag that says nothing of hygiene. Each pattern has a flag of its own. */
    public Optional<Hygiene> with(String flag, String value) {
        return switch (flag) {
            case SCRUB -> Optional.of(new Hygiene(and(scrub, value), sweep, allow, secretScan));
            case SWEEP -> Optional.of(new Hygiene(scrub, and(sweep, value), allow, secretScan));
            case ALLOW -> Optional.of(new Hygiene(scrub, sweep, and(allow, value), secretScan));
            case SECRET_SCAN -> Optional.of(new Hygiene(scrub, sweep, allow, SecretScan.valueOf(value)));
            default -> Optional.empty();
        };
    }

    /** The flags that {@link #with} reads back. */
    public List<String> flags() {
        return Stream.of(
                        flags(SCRUB, scrub),
                        flags(SWEEP, sweep),
                        flags(ALLOW, allow),
                        Stream.of(SECRET_SCAN, secretScan.name()))
                .flatMap(flag -> flag)
                .toList();
    }

    private static Stream<String> flags(String flag, List<String> values) {
        return values.stream().flatMap(value -> Stream.of(flag, value));
    }

    private static List<String> and(List<String> values, String value) {
        var all = new ArrayList<>(values);
        all.add(value);
        return List.copyOf(all);
    }
}
