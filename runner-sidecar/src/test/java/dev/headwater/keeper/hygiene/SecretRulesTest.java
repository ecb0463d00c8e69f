package dev.headwater.keeper.hygiene;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRulesTest {
    private static final AnchorSearch SEARCH = new AnchorSearch(SecretRules.ALL);

    static Stream<Map.Entry<String, String>> secrets() {
        return new Secrets(1).all().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void aSecretIsFoundByItsRuleAloneWhereverItStands(Map.Entry<String, String> secret) {
        var rule = secret.getKey();
        for (var text : List.of("", "X=", "a: '", "\n\t", "{\"key\": \"")) {
            assertThat(find(text + secret.getValue() + "\n", each -> each.name().equals(rule)))
                    .as(text)
                    .contains(rule);
        }
        assertThat(find(
                        secret.getValue(),
                        each -> !each.name().equals(rule) && each.where() != SecretRule.Where.SETTINGS))
                .isEmpty();
    }

    @Test
    void everyRuleHasASecretHere() {
        assertThat(new Secrets(1).all().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        SecretRules.ALL.stream().map(SecretRule::name).toList());
    }

    @Test
    void everyAnchorIsLongEnoughForTheSearch() {
        assertThat(SecretRules.ALL)
                .flatExtracting(SecretRule::anchors)
                .allSatisfy(anchor -> assertThat(anchor).hasSizeGreaterThanOrEqualTo(AnchorSearch.SHORTEST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIAIOSFODNN7EXAMPLE",
                "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "ghp_000000000000000000000000000000000000",
                "-----BEGIN PRIVATE KEY-----",
                "\"-----BEGIN RSA PRIVATE KEY-----\\n...\\n-----END RSA PRIVATE KEY-----\"",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIFDjBABgkqhkiG9w0BBQ0wMzAbBgkqhkiG9w0BBQwwDgQI\n",
                "-----BEGIN CERTIFICATE-----\nMIIFDjBABgkqhkiG9w0BBQ0wMzAbBgkqhkiG9w0BBQwwDgQI\n",
                "https://x-access-token:${GITHUB_TOKEN}@github.com/a/b",
                "https://x-access-token:$GITHUB_TOKEN_OF_THE_JOB@github.com/a/b",
                "//npm.pkg.github.com/:_authToken=${NODE_AUTH_TOKEN}",
                "<password>${env.MAVEN_PASSWORD}</password>",
                "<password>{COQLCE6DU6GtcS5P=}</password>",
                "token = \"$CARGO_REGISTRY_TOKEN_OF_JOB\"",
                "npm_config_registry_of_the_whole_company_and_more",
                "https://github.com/acme/lambdas.git"
            })
    void whatOnlyLooksLikeASecretIsNone(String text) {
        assertThat(find(text, _ -> true)).isEmpty();
    }

    /** A false alarm costs a snapshot: random bytes, and random base64, hold none. */
    @Test
    void noiseHoldsNoSecret() {
        var noise = new byte[4 << 20];
        new Random(7).nextBytes(noise);
        var base64 = java.util.Base64.getEncoder().encode(noise);

        assertThat(SEARCH.find(noise, 0, noise.length, noise.length, _ -> true)).isEmpty();
        assertThat(SEARCH.find(base64, 0, base64.length, base64.length, _ -> true))
                .isEmpty();
    }

    @Property(tries = 200)
    void theSearchFindsWhatTheRulesFind(@ForAll long seed) {
        var random = new Random(seed);
        var secrets = List.copyOf(new Secrets(seed).all().values());
        var noise = new byte[200];
        random.nextBytes(noise);
        var text = new String(noise, StandardCharsets.ISO_8859_1)
                + (random.nextBoolean() ? " " + secrets.get(random.nextInt(secrets.size())) : "")
                + " ";
        var expected = Stream.iterate(0, i -> i < text.length(), i -> i + 1)
                .flatMap(i -> SecretRules.ALL.stream()
                        .filter(rule -> rule.anchors().stream().anyMatch(anchor -> text.startsWith(anchor, i)))
                        .filter(rule -> rule.matches(text, i)))
                .map(SecretRule::name)
                .findFirst();

        assertThat(find(text, _ -> true)).isEqualTo(expected);
    }

    private static Optional<String> find(String text, Predicate<SecretRule> applies) {
        var content = text.getBytes(StandardCharsets.ISO_8859_1);
        return SEARCH.find(content, 0, content.length, content.length, applies).map(SecretRule::name);
    }
}
