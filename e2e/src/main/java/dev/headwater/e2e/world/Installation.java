package dev.headwater.e2e.world;

import dev.headwater.e2e.cluster.Cluster;

/** Headwater on the test cluster, and what the jobs need beside it. */
public record Installation(World world) {

    /** Installs or upgrades the chart, and applies the jobs' namespace, policy and stream; returns when jobs can be served. */
    public void ensure(Progress progress) {
        progress.say("helm upgrade --install headwater");
        var site = world.site();
        new HelmRelease(site)
                .install(site.demo("values.yaml"), "--set", "nodePlugin.kubeletRoot=" + site.kubeletRoot());
        new StalePods(world, Cluster.running()).replace(progress);
        progress.say("kubectl apply: namespace, policy, stream");
        world.apply(site.demo("namespaces.yaml"));
        world.apply(site.demo("stream.yaml"));
    }
}
