package dev.headwater.operator.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.headwater.api.v1alpha1.PolicySpec;
import java.util.List;
import java.util.Optional;

/**
 * What is done to the files of a volume before it is saved, with every default filled in. Written on claims, too: they outlive streams and policies.
 *
 * @param scrub patterns of files that are overwritten and removed, beyond those that the keeper knows
 * @param allow patterns of paths that are left alone, or {@code RULE:PATTERN}
 * @param sweep patterns of files and directories that are removed
 */
public record Hygiene(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> scrub,
        PolicySpec.SecretScan secretScan,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> allow,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> sweep) {
    /** What holds where nothing is said. */
    public static final Hygiene DEFAULT = new Hygiene(List.of(), PolicySpec.SecretScan.Block, List.of(), List.of());

    @SuppressWarnings("NullAway") // Jackson passes null for what the JSON does not have.
    public Hygiene {
        scrub = scrub == null ? List.of() : List.copyOf(scrub);
        allow = allow == null ? List.of() : List.copyOf(allow);
        sweep = sweep == null ? List.of() : List.copyOf(sweep);
    }

    static Hygiene of(PolicySpec spec) {
        var hygiene = Optional.ofNullable(spec.hygiene());
        return new Hygiene(
                hygiene.map(PolicySpec.Hygiene::scrub).orElse(DEFAULT.scrub),
                hygiene.map(PolicySpec.Hygiene::secretScan).orElse(DEFAULT.secretScan),
                hygiene.map(PolicySpec.Hygiene::allow).orElse(DEFAULT.allow),
                hygiene.map(PolicySpec.Hygiene::sweep).orElse(DEFAULT.sweep));
    }
}
