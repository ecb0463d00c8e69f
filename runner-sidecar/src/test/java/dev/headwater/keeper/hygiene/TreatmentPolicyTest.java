package dev.headwater.keeper.hygiene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.keeper.hygiene.Treatment.Fate;
import dev.headwater.keeper.hygiene.Treatment.Search;
import dev.headwater.keeper.hygiene.TreatmentPolicy.Surroundings;
import dev.headwater.keeper.kernel.FileStatus.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreatmentPolicyTest {
    private static final Hygiene HYGIENE = new Hygiene(
            List.of("*.p12"),
            List.of("target/**/incremental"),
            List.of("fixtures", "private-key:**/certs", "8:x", "none:y"),
            SecretScan.Block);

    @ParameterizedTest
    @CsvSource({
        "src/main.rs, KEEP, IF_CHANGED",
        ".netrc, SCRUB, NEVER",
        "home/.aws/credentials, SCRUB, NEVER",
        "home/.aws/sso/cache/a.json, SCRUB, NEVER",
        "home/.ssh/id_ed25519, SCRUB, NEVER",
        "home/.ssh/known_hosts, KEEP, IF_CHANGED",
        "credentials, KEEP, IF_CHANGED",
        ".cargo/credentials.toml, SCRUB, NEVER",
        ".cargo/config.toml, KEEP, AS_SETTINGS",
        "w/.npmrc, KEEP, AS_SETTINGS",
        "w/.git/config, KEEP, AS_SETTINGS",
        "w/.git/modules/a/b/config, KEEP, AS_SETTINGS",
        "w/.git/objects/aa/bb, LEAVE, NEVER",
        "cargo-home/registry/src/index.crates.io-1949/crate/key.pem, LEAVE, NEVER",
        "cargo-home/registry/src/index.crates.io-1949/crate/.netrc, LEAVE, NEVER",
        "cargo-home/registry/src/index.crates.io-1949/crate/store.p12, SCRUB, NEVER",
        "crates/registry/src/lib.rs, KEEP, IF_CHANGED",
        "home/.config/git/credentials, SCRUB, NEVER",
        "src/git/credentials/mod.rs, KEEP, IF_CHANGED",
        "go/pkg/mod/github.com/a/b@v1.2.3/key.pem, LEAVE, NEVER",
        "pkg/mod/key.pem, KEEP, IF_CHANGED",
        "node_modules/a/.npmrc, LEAVE, NEVER",
        "store.p12, SCRUB, NEVER",
        "target/debug/incremental/a/b, SWEEP, NEVER",
        "target/debug/deps/a, KEEP, IF_CHANGED",
        "fixtures/.netrc, LEAVE, NEVER",
        "fixtures/store.p12, SCRUB, NEVER"
    })
    void anEntryIsTreatedByItsPath(String path, Fate fate, Search search) {
        assertThat(treat(HYGIENE, path))
                .extracting(Treatment::fate, Treatment::search)
                .containsExactly(fate, search);
    }

    @Test
    void aCargoHomeIsKnownByItsRegistryWhateverItsNameIs() {
        assertThat(inCargoHome("credentials", Kind.FILE)).isEqualTo(Treatment.SCRUB);
        assertThat(inCargoHome("config.toml", Kind.FILE).search()).isEqualTo(Search.AS_SETTINGS);
        assertThat(inCargoHome("bin", Kind.FILE).search()).isEqualTo(Search.IF_CHANGED);
    }

    /** Beside a crate named registry, for one. */
    @Test
    void aDirectoryWithTheNameOfACredentialFileIsSomebodysSource() {
        assertThat(inCargoHome("credentials", Kind.DIRECTORY).fate()).isEqualTo(Fate.KEEP);
        assertThat(treat(HYGIENE, ".netrc/x").fate()).isEqualTo(Fate.KEEP);
    }

    private static Treatment inCargoHome(String name, Kind kind) {
        var policy = new TreatmentPolicy(Hygiene.DEFAULT);
        return policy.of(policy.ofRoot(), List.of("c", name), kind, Surroundings.CARGO_HOME);
    }

    @Test
    void aRuleCanBeAllowedForAPathAlone() {
        var certs = treat(HYGIENE, "a/certs/key.pem");

        assertThat(SecretRules.ALL.stream().filter(rule -> rule.where() != SecretRule.Where.SETTINGS))
                .allSatisfy(rule -> assertThat(certs.isSubjectTo(rule))
                        .isEqualTo(!rule.name().equals("private-key")));
        assertThat(treat(HYGIENE, "8:x")).isEqualTo(Treatment.LEAVE);
        assertThat(treat(HYGIENE, "none:y")).isEqualTo(Treatment.LEAVE);
    }

    @Test
    void rulesForSettingsAreForSettings() {
        var rule = SecretRules.ALL.stream()
                .filter(each -> each.where() == SecretRule.Where.SETTINGS)
                .findFirst()
                .orElseThrow();

        assertThat(treat(HYGIENE, ".npmrc").isSubjectTo(rule)).isTrue();
        assertThat(treat(HYGIENE, "npmrc").isSubjectTo(rule)).isFalse();
    }

    @Test
    void whereNothingIsSearchedCredentialsGoAllTheSame() {
        var off = new Hygiene(List.of(), List.of(), List.of(), SecretScan.Off);

        assertThat(treat(off, "a/.npmrc").search()).isEqualTo(Search.NEVER);
        assertThat(treat(off, "a/.npmrc").isNeeded()).isFalse();
        assertThat(treat(off, "a/.netrc")).isEqualTo(Treatment.SCRUB);
        assertThat(treat(off, "a/.netrc").isNeeded()).isTrue();
    }

    private static Treatment treat(Hygiene hygiene, String path) {
        var policy = new TreatmentPolicy(hygiene);
        var names = List.of(path.split("/"));
        var treatment = policy.ofRoot();
        for (var i = 1; i <= names.size(); i++) {
            treatment = policy.of(
                    treatment,
                    names.subList(0, i),
                    i < names.size() ? Kind.DIRECTORY : Kind.FILE,
                    Surroundings.ORDINARY);
        }
        return treatment;
    }
}
