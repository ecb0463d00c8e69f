package dev.headwater.operator.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an installation decides; the chart sets it as environment variables {@code HEADWATER_…}. */
@ConfigMapping(prefix = "headwater")
public interface OperatorConfig {

    /** Namespace of the release, where the Lease lies that says which of several operators works; absent: this one works, unasked. */
    Optional<String> namespace();

    /** Name under which this operator holds the Lease. */
    Optional<String> podName();

    /** Namespace of claims, keepers and snapshots. */
    @WithDefault("headwater-vault")
    String vaultNamespace();

    Keeper keeper();

    Probe probe();

    Capture capture();

    Retention retention();

    Trust trust();

    /** How often claims and keepers without a run are looked for. */
    @WithDefault("2m")
    Duration sweepInterval();

    /** The probes of the storage. */
    interface Probe {
        /** Drivers whose classes are accepted without a probe. */
        Optional<Set<String>> trustedDrivers();

        /** How long a deletion may take, or a refusal has to last, before something is concluded from it. */
        @WithDefault("2m")
        Duration patience();
    }

    /** Snapshots. */
    interface Capture {
        /** How many may be under way at a time. */
        @WithDefault("20")
        int maxPending();
    }

    /** How fast snapshots go that are not kept. */
    interface Retention {
        /** Between the moment that a snapshot is condemned and its deletion; longer than anything lags behind. */
        @WithDefault("10m")
        Duration grace();

        /** How often each stream is looked at. */
        @WithDefault("2m")
        Duration interval();
    }

    /** What is believed of jobs. */
    interface Trust {
        /** URLs of those whose tokens prove whose job it is, as tokens name them. */
        @WithDefault("https://token.actions.githubusercontent.com")
        Set<String> issuers();

        /** PEM certificates by which their servers are believed, beside those that Java knows. */
        Optional<String> caBundle();

        Github github();

        /** Where node plugins hand over the tokens of jobs. */
        @WithDefault("8443")
        int port();
    }

    /** Who is asked about jobs that show no token. */
    interface Github {
        /** Where the Secret is mounted by which GitHub lets the operator in; absent: GitHub is not asked. */
        Optional<String> folder();

        /** Of its API. */
        @WithDefault("https://api.github.com")
        String url();
    }

    /** The keepers' pods. */
    interface Keeper {
        @WithDefault("headwater/keeper")
        String image();

        @WithDefault("IfNotPresent")
        String pullPolicy();

        /** Names of secrets of the vault. */
        Optional<List<String>> pullSecrets();

        Optional<String> priorityClass();

        /** Memory limit of the container that checks out and seals. */
        @WithDefault("512Mi")
        String workMemory();

        /** Longer than any job. */
        @WithDefault("24h")
        Duration lifetime();
    }
}
