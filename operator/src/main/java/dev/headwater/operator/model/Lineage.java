package dev.headwater.operator.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a snapshot: the record that lies on a VolumeSnapshotContent, and again on its VolumeSnapshot.
 *
 * @param lane {@link Lane#text}
 * @param runUid uid of the run object that saved it
 * @param parent name of the VolumeSnapshot that the saved volume was restored from; absent where it started empty
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "namespace",
    "repository",
    "key",
    "path",
    "version",
    "platform",
    "lane",
    "sha",
    "ref",
    "runId",
    "runAttempt",
    "runUid",
    "parent"
})
public record Lineage(
        String namespace,
        String repository,
        String key,
        String path,
        String version,
        String platform,
        String lane,
        String sha,
        String ref,
        long runId,
        int runAttempt,
        String runUid,
        @Nullable String parent) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** @throws IllegalArgumentException for a lane that is none */
    public Lineage {
        if (Lane.parse(lane).isEmpty()) {
            throw new IllegalArgumentException("not a lane: " + lane);
        }
    }

    public StreamIdentity stream() {
        return new StreamIdentity(namespace, repository, key, path);
    }

    public Coordinates coordinates() {
        return new Coordinates(version, platform, Lane.parse(lane).orElseThrow());
    }

    public RunOrder order() {
        return new RunOrder(runId, runAttempt);
    }

    /** One line of JSON, the same for equal records. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings and numbers has a JSON form", e);
        }
    }

    /** The record in this text; empty for anything that {@link #toJson} cannot have written. */
    public static Optional<Lineage> parse(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, Lineage.class)).filter(Lineage::isWhole);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean isWhole(Lineage read) {
        return Stream.of(
                        read.namespace,
                        read.repository,
                        read.key,
                        read.path,
                        read.version,
                        read.platform,
                        read.sha,
                        read.ref,
                        read.runUid)
                .allMatch(Objects::nonNull);
    }
}
