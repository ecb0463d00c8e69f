package dev.headwater.e2e.bench;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.e2e.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The stream of the benchmarks, which each use it under versions of their own. */
record BenchStream(String repository, String key, String path) {
    private static final String NAME = "bench";

    /** Applies it, with its policy. */
    static BenchStream of(World world) {
        try (var yaml = Objects.requireNonNull(BenchStream.class.getResourceAsStream("stream.yaml"))) {
            world.client().load(yaml).items().forEach(world::apply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var spec = world.client()
                .resources(BuildSnapshotStream.class)
                .inNamespace(World.JOBS)
                .withName(NAME)
                .require()
                .getSpec();
        return new BenchStream(spec.repository(), spec.key(), spec.path());
    }

    String volumeName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
