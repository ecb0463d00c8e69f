package dev.headwater.e2e.bench;

import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.Lineage;
import dev.headwater.operator.model.StreamIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Snapshots as an API server returns them after the snapshot controller, its sidecar and the operator wrote to them, managed fields and
 * all. Of each stream the first five are of {@code main}, three of {@code feature}, two of a pull request.
 */
final class StoredSnapshots {
    static final int STREAMS = 10_000;
    static final int OF_EACH = 10;

    /** The newest of {@code main} in a stream. */
    static final int HEAD_OF_MAIN = 4;

    private static final String[] LANES = {
        "branch:main",
        "branch:main",
        "branch:main",
        "branch:main",
        "branch:main",
        "branch:feature",
        "branch:feature",
        "branch:feature",
        "pull:7",
        "pull:7"
    };

    private final String snapshot = resource("volumesnapshot.json");
    private final String content = resource("volumesnapshotcontent.json");

    static StreamIdentity stream(int stream) {
        return new StreamIdentity(
                "ci",
                "acme/lambdas",
                "cargo-function-%05d-release-arm64".formatted(stream),
                "/mnt/rust-cargo-snapshot");
    }

    static String name(int stream, int number) {
        return "hw-%024x".formatted(stream * 1000L + number);
    }

    /** The VolumeSnapshot as JSON. */
    String snapshot(int stream, int number) {
        return filled(snapshot, stream, number);
    }

    /** Its VolumeSnapshotContent. */
    String content(int stream, int number) {
        return filled(content, stream, number);
    }

    private static String filled(String template, int stream, int number) {
        var quoted = lineage(stream, number).toJson().replace("\"", "\\\"");
        return template.replace("@NAME@", name(stream, number))
                .replace("@UID@", "%08x-0000-4000-8000-%012x".formatted(stream, number))
                .replace("@STREAM@", stream(stream).hash())
                .replace("@VERSION@", Integer.toString(stream * OF_EACH + number + 1))
                .replace("@LINEAGE@", quoted);
    }

    private static Lineage lineage(int stream, int number) {
        var identity = stream(stream);
        var ancestors = IntStream.range(0, number)
                .mapToObj(back -> name(stream, number - 1 - back))
                .toList();
        var lane = LANES[number];
        return new Lineage(
                identity.namespace(),
                identity.repository(),
                identity.key(),
                identity.path(),
                "v3",
                "linux/arm64",
                lane,
                "%040x".formatted(stream * 31L + number),
                lane.startsWith("branch:") ? "refs/heads/" + lane.substring(7) : "refs/pull/7/merge",
                9_000_000_000L + number,
                1,
                "%08x-0000-4000-9000-%012x".formatted(stream, number),
                TrustLevel.Latched,
                ancestors.isEmpty() ? null : ancestors.getFirst(),
                ancestors.stream().skip(1).toList());
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(StoredSnapshots.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
