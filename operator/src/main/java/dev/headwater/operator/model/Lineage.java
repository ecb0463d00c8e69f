package dev.headwater.operator.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headwater.api.v1alpha1.TrustLevel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a snapshot: the record that lies on a VolumeSnapshotContent, and again on its VolumeSnapshot.
 *
 * @param lane {@link Lane#text}
 * @param runUid uid of the run object that saved it
 * @param trust how well the origin of the content is known: the least of all runs that had a part in it; what says nothing is claimed
 * @param parent name of the VolumeSnapshot that the saved volume was restored from; absent where it started empty
 * @param ancestors what the parent was built on, the nearest first, as far as {@link #MOST_ANCESTORS} reaches
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
    "trust",
    "parent",
    "ancestors"
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
        TrustLevel trust,
        @Nullable String parent,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> ancestors) {

    /** Bounds the record: names further back are forgotten. */
    public static final int MOST_ANCESTORS = 32;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectReader READER = JSON.readerFor(Lineage.class);

    /**
     * Records of one stream share their strings: of a hundred thousand, each says much the same.
     *
     * @throws IllegalArgumentException for a lane that is none
     */
    public Lineage {
        namespace = namespace.intern();
        repository = repository.intern();
        key = key.intern();
        path = path.intern();
        platform = platform.intern();
        lane = lane.intern();
        ref = ref.intern();
        trust = Objects.requireNonNullElse(trust, TrustLevel.Claimed);
        ancestors = List.copyOf(Objects.requireNonNullElse(ancestors, List.of()));
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

    /** Whether this content was built, in however many steps, on one of these snapshots; as far as the record reaches. */
    public boolean descendsFrom(Set<String> snapshots) {
        return (parent != null && snapshots.contains(parent))
                || ancestors.stream().anyMatch(snapshots::contains);
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
            return Optional.ofNullable(READER.<Lineage>readValue(json)).filter(Lineage::isWhole);
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
