package dev.headwater.e2e.bench;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.e2e.world.World;

/** The demo's stream, which the benchmarks use under versions of their own. */
record BenchStream(String repository, String key, String path) {

    static BenchStream of(World world) {
        var spec = world.client()
                .resources(BuildSnapshotStream.class)
                .inNamespace(World.JOBS)
                .withName("shop-functions")
                .require()
                .getSpec();
        return new BenchStream(spec.repository(), spec.key(), spec.path());
    }

    String volumeName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
