package dev.headwater.e2e.world;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What figures were measured with. */
public final class Versions {
    private Versions() {}

    /** By name: {@code kubernetes}, {@code headwater} (the commit), {@code java}, {@code cargo} where it is installed here. */
    public static Map<String, String> of(World world) {
        var versions = new LinkedHashMap<String, String>();
        versions.put(
                "kubernetes",
                Objects.requireNonNull(world.client().getKubernetesVersion()).getGitVersion());
        versions.putAll(of(world.site().root().toString()));
        put(versions, "cargo", "cargo", "--version");
        return versions;
    }

    /** Of what is measured without a cluster: {@code headwater} and {@code java}. */
    public static Map<String, String> ofProgram() {
        return of(".");
    }

    private static Map<String, String> of(String root) {
        var versions = new LinkedHashMap<String, String>();
        put(versions, "headwater", "git", "-C", root, "describe", "--always", "--dirty");
        versions.put("java", Runtime.version().toString());
        return versions;
    }

    private static void put(Map<String, String> versions, String name, String... argv) {
        var asked = Program.of(argv).attempt();
        if (asked.succeeded()) {
            versions.put(name, asked.output().strip());
        }
    }
}
