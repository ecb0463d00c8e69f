package dev.headwater.e2e.world;

import dev.headwater.e2e.cluster.Cluster;
import java.util.stream.Stream;

/** Headwater on the test cluster, and what the jobs need beside it. */
public record Installation(World world) {

    /**
     * Installs or upgrades the chart, and applies the jobs' namespace, policy and stream; returns when jobs can be served.
     *
     * @param changes as for {@link #upgrade}
     */
    public void ensure(Progress progress, String... changes) {
        progress.say("helm upgrade --install headwater");
        var site = world.site();
        upgrade(changes);
        new StalePods(world, Cluster.running()).replace(progress);
        progress.say("kubectl apply: namespace, policy, stream");
        world.apply(site.demo("namespaces.yaml"));
        world.apply(site.demo("stream.yaml"));
    }

    /**
     * Installs the chart with the values of the demo, and returns when its pods are ready.
     *
     * @param changes further options of helm, which win over those values
     */
    public void upgrade(String... changes) {
        var site = world.site();
        var root = Stream.of("--set", "nodePlugin.kubeletRoot=" + site.kubeletRoot());
        new HelmRelease(site)
                .install(
                        site.demo("values.yaml"),
                        Stream.concat(root, Stream.of(changes)).toArray(String[]::new));
    }
}
