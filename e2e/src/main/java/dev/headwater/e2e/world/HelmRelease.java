package dev.headwater.e2e.world;

import java.nio.file.Path;
import java.util.stream.Stream;

/** Headwater's chart in the release namespace. */
public final class HelmRelease {
    private static final String NAME = "headwater";

    private final Site site;

    public HelmRelease(Site site) {
        this.site = site;
    }

    /** Installs or upgrades, and returns when operator and node plugins are ready. */
    public void install(Path values, String... more) {
        var argv = Stream.concat(
                Stream.of(
                        "upgrade",
                        "--install",
                        NAME,
                        site.chart().toString(),
                        "--create-namespace",
                        "--wait",
                        "--timeout",
                        "3m",
                        "--values",
                        values.toString()),
                Stream.of(more));
        helm(argv).output();
    }

    /** Uninstalls; refused by the chart's hook while slots are in use. */
    public Program.Ended uninstall() {
        return helm(Stream.of("uninstall", NAME, "--wait", "--timeout", "2m")).attempt();
    }

    public boolean isInstalled() {
        return helm(Stream.of("status", NAME)).attempt().succeeded();
    }

    private Program helm(Stream<String> arguments) {
        var argv = Stream.concat(
                Stream.of(
                        site.helm().toString(),
                        "--kubeconfig",
                        site.kubeconfig().toString(),
                        "--namespace",
                        World.RELEASE),
                arguments);
        return Program.of(argv.toArray(String[]::new));
    }
}
