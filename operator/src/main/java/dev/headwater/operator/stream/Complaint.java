package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.storage.Standing;
import java.util.Objects;
import java.util.Optional;

/**
 * What is said of a stream, mostly what is wrong with it.
 *
 * @param sentence what it is and what to do, with a command where one does it
 */
record Complaint(StreamReason reason, String sentence) {

    /** The first thing that keeps the stream from being accepted. */
    static Optional<Complaint> of(StreamFacts facts) {
        return ofTwins(facts).or(() -> ofPolicy(facts)).or(() -> ofClasses(facts));
    }

    private static Optional<Complaint> ofTwins(StreamFacts facts) {
        var name = facts.stream().getMetadata().getName();
        return facts.twins().stream()
                .min(StreamReader.PRECEDENCE)
                .map(first -> first.getMetadata().getName())
                .filter(first -> !first.equals(name))
                .map(first -> new Complaint(
                        StreamReason.Duplicate,
                        "The stream %s has the same repository, key and path and goes on serving; delete one of the two: kubectl delete bss %s -n %s"
                                .formatted(
                                        first,
                                        name,
                                        facts.stream().getMetadata().getNamespace())));
    }

    private static Optional<Complaint> ofPolicy(StreamFacts facts) {
        var metadata = facts.stream().getMetadata();
        return facts.standing().isPresent()
                ? Optional.empty()
                : Optional.of(new Complaint(
                        StreamReason.UnknownPolicy,
                        "The policy %1$s does not exist in this namespace; create it, or correct policyRef: kubectl edit bss %2$s -n %3$s"
                                .formatted(
                                        Objects.requireNonNull(
                                                        facts.stream().getSpec().policyRef())
                                                .name(),
                                        metadata.getName(),
                                        metadata.getNamespace())));
    }

    private static Optional<Complaint> ofClasses(StreamFacts facts) {
        return facts.standing()
                .filter(Standing.Refused.class::isInstance)
                .map(Standing.Refused.class::cast)
                .map(refused -> new Complaint(refused.reason(), refused.sentence()));
    }
}
