package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.model.PolicySettings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the namespace offers for a key and path. */
public sealed interface StreamMatch {

    /** This stream serves the request, under these settings. */
    record Serves(BuildSnapshotStream stream, PolicySettings settings) implements StreamMatch {}

    /** This stream would serve it, but the policy that it names does not exist. */
    record PolicyMissing(BuildSnapshotStream stream, String policy) implements StreamMatch {}

    /** Key and path belong to another repository. */
    record OtherRepository(String stream) implements StreamMatch {}

    /** No stream has this key and path. */
    record None() implements StreamMatch {}

    /** The cluster cannot hold snapshots, whatever the streams say. */
    record NoSnapshotApi() implements StreamMatch {}

    /** The stream of this repository; of duplicates the older one. */
    static Optional<BuildSnapshotStream> ofRepository(List<BuildSnapshotStream> streams, String repository) {
        return streams.stream()
                .filter(stream -> stream.getSpec().repository().equals(repository))
                .min(Comparator.comparing((BuildSnapshotStream stream) ->
                                stream.getMetadata().getCreationTimestamp())
                        .thenComparing(stream -> stream.getMetadata().getName()));
    }
}
