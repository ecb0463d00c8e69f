package dev.headwater.keeper.hygiene;

import java.util.List;
import java.util.Set;

/** Where tools keep credentials, and where they keep what they downloaded. */
final class KnownPaths {
    /** Files that hold credentials and nothing that a build needs: scrubbed. A directory of such a name is somebody's source. */
    static final List<String> CREDENTIALS = List.of(
            ".netrc",
            "_netrc",
            ".git-credentials",
            "**/.config/git/credentials",
            "**/.cargo/credentials",
            "**/.cargo/credentials.toml",
            "**/.aws/credentials",
            "**/.azure/accessTokens.json",
            "**/.azure/msal_token_cache.*",
            "**/.azure/service_principal_entries.*",
            "**/gcloud/access_tokens.db",
            "**/gcloud/application_default_credentials.json",
            "**/gcloud/credentials.db",
            "**/.docker/config.json",
            "**/.config/containers/auth.json",
            "**/.kube/config",
            "**/.ssh/id_*",
            "**/.config/gh/hosts.yml",
            "**/.gem/credentials",
            ".pypirc",
            "**/.terraform.d/credentials.tfrc.json",
            ".vault-token");

    /** Directories that hold nothing else: the files in them are scrubbed. */
    static final List<String> CREDENTIAL_DIRECTORIES =
            List.of("**/.aws/cli/cache", "**/.aws/sso/cache", "**/gcloud/legacy_credentials");

    /** Files in a directory that is recognised as a cargo home whatever its name is. */
    static final Set<String> CARGO_CREDENTIALS = Set.of("credentials", "credentials.toml");

    /** In a cargo home: as {@link #SETTINGS}. */
    static final Set<String> CARGO_SETTINGS = Set.of("config", "config.toml");

    /** The entry by which a cargo home is recognised. */
    static final String CARGO_REGISTRY = "registry";

    /** Settings that tools need and that may hold a credential: searched whether they changed or not, and by more rules. */
    static final List<String> SETTINGS = List.of(
            ".npmrc",
            ".yarnrc.yml",
            "**/.git/config",
            "**/.git/modules/**/config",
            "**/.cargo/config",
            "**/.cargo/config.toml",
            "**/.m2/settings.xml",
            "**/.gradle/gradle.properties",
            "**/pip/pip.conf",
            "**/.pip/pip.conf");

    /** Downloads of package managers, and what git keeps compressed: nothing in them is a job's own. Neither searched nor scrubbed by default. */
    static final List<String> PACKAGES = List.of(
            "**/registry/cache/*-*",
            "**/registry/index/*-*",
            "**/registry/src/*-*",
            "**/git/checkouts/*-*",
            "**/.git/objects",
            "node_modules",
            "**/.pnpm-store",
            "**/pkg/mod/cache",
            "**/pkg/mod/**/*@v*",
            "site-packages",
            "vendor",
            "**/.m2/repository",
            "**/.gradle/caches");

    private KnownPaths() {}
}
