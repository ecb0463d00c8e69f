package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.StreamRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the namespace offers for a key and path. */
public sealed interface StreamMatch {

    /**
     * The request is served, under these settings.
     *
     * @param stream name of the stream; empty where there is none and this run makes none: a policy serves it all the same
     */
    record Serves(Optional<String> stream, Lane defaultLane, StreamRules rules, PolicySettings settings)
            implements StreamMatch {

        /** By an object. */
        public static Serves of(BuildSnapshotStream stream, PolicySettings settings) {
            var branch = Objects.requireNonNullElse(stream.getSpec().defaultBranch(), Lane.DEFAULT_BRANCH);
            return new Serves(
                    Optional.of(stream.getMetadata().getName()),
                    new Lane.Branch(branch),
                    StreamRules.of(stream.getSpec()),
                    settings.within(branch));
        }

        /** In a sentence. */
        String name() {
            return stream.orElse("of this key");
        }
    }

    /** This stream would serve it, but the policy that it names does not exist. */
    record PolicyMissing(String stream, String policy, StreamRules rules) implements StreamMatch {}

    /** Key and path belong to another repository. */
    record OtherRepository(String stream) implements StreamMatch {}

    /** No stream has this key and path, and no policy makes one. */
    record None() implements StreamMatch {}

    /** More than one policy would make the stream. */
    record Ambiguous(List<String> policies) implements StreamMatch {}

    /** The policy that would make the stream has made as many as it may. */
    record Full(String policy, int most) implements StreamMatch {}

    /** The cluster cannot hold snapshots, whatever the streams say. */
    record NoSnapshotApi() implements StreamMatch {}

    /** The stream of this repository that serves. */
    static Optional<BuildSnapshotStream> ofRepository(List<BuildSnapshotStream> streams, String repository) {
        return streams.stream()
                .filter(stream -> stream.getSpec().repository().equals(repository))
                .min(StreamReader.PRECEDENCE);
    }
}
