package dev.headwater.keeper.hygiene;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** An invented secret for each rule, made at run time so that no scanner finds one in this file. */
final class Secrets {
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "23456790";
    private static final String ALPHANUMERIC = UPPER + UPPER.toLowerCase(java.util.Locale.ROOT) + DIGITS;
    private static final String HEX = "0123456789abcdef";

    private final Random random;

    Secrets(long seed) {
        random = new Random(seed);
    }

    /** By rule. */
    Map<String, String> all() {
        var all = new TreeMap<String, String>();
        all.put("aws-access-key", "AKIA" + of(UPPER, 16));
        all.put("github-token", "ghs_" + of(ALPHANUMERIC, 36));
        all.put("github-fine-grained-token", "github_pat_" + of(ALPHANUMERIC, 22) + "_" + of(ALPHANUMERIC, 59));
        all.put("gitlab-token", "glpat-" + of(ALPHANUMERIC, 20));
        all.put("url-token", "x-access-token:" + of(ALPHANUMERIC, 40) + "@github.com/a/b");
        all.put("git-header", "extraheader = AUTHORIZATION: basic " + of(ALPHANUMERIC, 60));
        all.put("private-key", "-----BEGIN RSA PRIVATE KEY-----\n" + of(ALPHANUMERIC, 64) + "\n");
        all.put("age-key", "AGE-SECRET-KEY-1" + of("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58));
        all.put("crates-io-token", "\"cio" + of(ALPHANUMERIC, 32) + "\"");
        all.put("npm-token", "npm_" + of(ALPHANUMERIC, 36));
        all.put("pypi-token", "pypi-AgE" + of(ALPHANUMERIC, 80));
        all.put("docker-hub-token", "dckr_pat_" + of(ALPHANUMERIC, 27));
        all.put("slack-token", "xoxb-" + of(DIGITS, 11) + "-" + of(DIGITS, 12) + "-" + of(ALPHANUMERIC, 24));
        all.put(
                "slack-webhook",
                "hooks.slack.com/services/T" + of(UPPER, 8) + "/B" + of(UPPER, 8) + "/" + of(ALPHANUMERIC, 24));
        all.put("stripe-key", "sk_live_" + of(ALPHANUMERIC, 24));
        all.put("azure-storage-key", "AccountKey=" + of(ALPHANUMERIC, 86) + "==");
        all.put("vault-token", "hvs." + of(ALPHANUMERIC, 95));
        all.put("digitalocean-token", "dop_v1_" + of(HEX, 64));
        all.put("anthropic-key", "sk-ant-" + "api03-" + of(ALPHANUMERIC, 93) + "AA");
        all.put("openai-key", "sk-proj-" + of(ALPHANUMERIC, 74) + "T3BlbkFJ" + of(ALPHANUMERIC, 74));
        all.put("npm-auth", "//registry.internal/:_authToken=" + of(ALPHANUMERIC, 40));
        all.put("cargo-token", "token = \"" + of(ALPHANUMERIC, 40) + "\"");
        all.put("maven-password", "<password>" + of(ALPHANUMERIC, 20) + "</password>");
        all.put("url-password", "https://robot:" + of(ALPHANUMERIC, 20) + "@git.internal/a.git");
        return all;
    }

    byte[] of(String rule) {
        return all().get(rule).getBytes(StandardCharsets.UTF_8);
    }

    private String of(String alphabet, int length) {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
