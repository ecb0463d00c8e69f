package dev.headwater.keeper.hygiene;

import dev.headwater.keeper.hygiene.SecretRule.Where;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules: only what its issuer gave an unmistakable form, because each false alarm costs a build its snapshot. Prefixes and lengths are those
 * that the issuers document.
 */
final class SecretRules {
    private static final String NOT_IN_WORD = "(?<![A-Za-z0-9_])";
    private static final String END_OF_WORD = "(?![A-Za-z0-9_])";

    static final List<SecretRule> ALL = List.of(
            rule(
                    "aws-access-key",
                    "id of an access key of Amazon Web Services",
                    Where.ANY,
                    "(?<![A-Za-z0-9+/_])(AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9+/_])",
                    "AKIA",
                    "ASIA"),
            rule(
                    "github-token",
                    "token of GitHub: personal, OAuth, of an app or of a job",
                    Where.ANY,
                    NOT_IN_WORD + "(gh[pousr]_[A-Za-z0-9]{36}|ghs_[0-9]{1,20}_eyJ[A-Za-z0-9_.-]{40})",
                    "ghp_",
                    "gho_",
                    "ghu_",
                    "ghs_",
                    "ghr_"),
            rule(
                    "github-fine-grained-token",
                    "fine-grained personal token of GitHub",
                    Where.ANY,
                    NOT_IN_WORD + "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}",
                    "github_pat_"),
            rule(
                    "gitlab-token",
                    "token of GitLab: personal, of a deployment, runner, job or trigger",
                    Where.ANY,
                    NOT_IN_WORD + "gl(pat|dt|rt|cbt|ptt)-[A-Za-z0-9_-]{20}",
                    "glpat-",
                    "gldt-",
                    "glrt-",
                    "glcbt-",
                    "glptt-"),
            rule(
                    "url-token",
                    "token as the password of a git URL",
                    Where.ANY,
                    "(x-access-token|oauth2|gitlab-ci-token|x-token-auth):(?!\\$)[A-Za-z0-9_.=-]{16,1000}@",
                    "x-access-token:",
                    "oauth2:",
                    "gitlab-ci-token:",
                    "x-token-auth:"),
            rule(
                    "git-header",
                    "credential that git sends with each request",
                    Where.ANY,
                    "(?i)extraheader\\s*=\\s*\"?authorization:\\s*(basic|bearer|token)\\s+[A-Za-z0-9+/=_.-]{16}",
                    "extraheader",
                    "extraHeader"),
            rule(
                    "private-key",
                    "private key in PEM form, not encrypted",
                    Where.TEXT,
                    "-----BEGIN (RSA |EC |DSA |OPENSSH )?PRIVATE KEY-----(\\s|\\\\[nr]){1,8}[A-Za-z0-9+/]{40}",
                    "-----BEGIN PRIVATE",
                    "-----BEGIN RSA PRIVATE",
                    "-----BEGIN EC PRIVATE",
                    "-----BEGIN DSA PRIVATE",
                    "-----BEGIN OPENSSH PRIVATE"),
            rule(
                    "age-key",
                    "secret key of age",
                    Where.ANY,
                    "AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}",
                    "AGE-SECRET-KEY-1"),
            rule(
                    "crates-io-token",
                    "token of crates.io",
                    Where.TEXT,
                    "[\"'=]cio[A-Za-z0-9]{32}" + END_OF_WORD,
                    "\"cio",
                    "'cio",
                    "=cio"),
            rule("npm-token", "token of npm", Where.ANY, NOT_IN_WORD + "npm_[A-Za-z0-9]{36}" + END_OF_WORD, "npm_"),
            rule("pypi-token", "upload token of PyPI", Where.ANY, "pypi-AgE[A-Za-z0-9_-]{60}", "pypi-AgE"),
            rule(
                    "docker-hub-token",
                    "personal token of Docker Hub",
                    Where.ANY,
                    NOT_IN_WORD + "dckr_pat_[A-Za-z0-9_-]{27}",
                    "dckr_pat_"),
            rule(
                    "slack-token",
                    "token of Slack: of a bot, user or app",
                    Where.ANY,
                    NOT_IN_WORD
                            + "(xox[abeoprs]-[0-9]{9,14}-[A-Za-z0-9-]{16}|xapp-[0-9]-[A-Z0-9]{9,14}-[0-9]{9,16}-[a-f0-9]{32})",
                    "xoxa-",
                    "xoxb-",
                    "xoxe-",
                    "xoxo-",
                    "xoxp-",
                    "xoxr-",
                    "xoxs-",
                    "xapp-"),
            rule(
                    "slack-webhook",
                    "incoming webhook of Slack",
                    Where.ANY,
                    "hooks\\.slack\\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{20}",
                    "hooks.slack.com/services/"),
            rule(
                    "stripe-key",
                    "live key of Stripe",
                    Where.ANY,
                    NOT_IN_WORD + "[sr]k_live_[A-Za-z0-9]{24}",
                    "sk_live_",
                    "rk_live_"),
            rule(
                    "azure-storage-key",
                    "account key of Azure storage",
                    Where.ANY,
                    "AccountKey=(?!Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq)[A-Za-z0-9+/]{86}==",
                    "AccountKey="),
            rule(
                    "vault-token",
                    "token of HashiCorp Vault",
                    Where.ANY,
                    NOT_IN_WORD + "hv[sb]\\.[A-Za-z0-9_-]{90}",
                    "hvs.",
                    "hvb."),
            rule(
                    "digitalocean-token",
                    "token of DigitalOcean",
                    Where.ANY,
                    NOT_IN_WORD + "do[opr]_v1_[a-f0-9]{64}",
                    "dop_v1_",
                    "doo_v1_",
                    "dor_v1_"),
            rule(
                    "anthropic-key",
                    "key of Anthropic",
                    Where.ANY,
                    NOT_IN_WORD + "sk-ant-[a-z0-9]{5,12}-[A-Za-z0-9_-]{80}",
                    "sk-ant-"),
            rule(
                    "openai-key",
                    "key of OpenAI",
                    Where.ANY,
                    NOT_IN_WORD + "sk-(proj|svcacct|admin)-[A-Za-z0-9_-]{20,200}T3BlbkFJ[A-Za-z0-9_-]{20}",
                    "sk-proj-",
                    "sk-svcacct-",
                    "sk-admin-"),
            rule(
                    "npm-auth",
                    "token or password of a registry",
                    Where.SETTINGS,
                    "_(authToken|auth|password)\\s*=\\s*\"?(?!\\$)[A-Za-z0-9+/=_.-]{16}",
                    "_authToken",
                    "_auth",
                    "_password"),
            rule(
                    "cargo-token",
                    "token of a cargo registry",
                    Where.SETTINGS,
                    "token\\s*=\\s*[\"'](?![$<])[^\"'\\s]{16,500}[\"']",
                    "token"),
            rule(
                    "maven-password",
                    "password of a Maven server, not encrypted",
                    Where.SETTINGS,
                    "<password>(?![${])[^<\\s]{12,500}</password>",
                    "<password>"),
            rule(
                    "url-password",
                    "password in a URL",
                    Where.SETTINGS,
                    "https?://[^/\\s:@\"']{1,100}:(?!\\$)[^/\\s@\"']{8,1000}@",
                    "http"));

    static boolean isName(String name) {
        return ALL.stream().anyMatch(rule -> rule.name().equals(name));
    }

    private static SecretRule rule(String name, String what, Where where, String pattern, String... anchors) {
        return new SecretRule(name, what, List.of(anchors), Pattern.compile(pattern), where);
    }

    private SecretRules() {}
}
