package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.status.Conditions.Truth;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who can write the lanes of a stream, in words.
 *
 * @param trusted whether it is only jobs that somebody else speaks for
 */
record Writers(Truth trusted, Complaint saying) {
    /** Their workflows run with the default branch's ref, on what people without write access did, and often with their code. */
    private static final Set<String> OF_ANYBODY = Set.of(
            "discussion",
            "discussion_comment",
            "fork",
            "gollum",
            "issue_comment",
            "issues",
            "pull_request_target",
            "watch",
            "workflow_run");

    /** @param rules of the stream's policy; empty if it does not exist */
    static Writers of(Optional<SaveRules> rules) {
        return rules.map(Writers::of)
                .orElseGet(() -> new Writers(
                        Truth.UNKNOWN,
                        new Complaint(
                                StreamReason.UnknownPolicy,
                                "The policy, which says who can write the stream's lanes, does not exist.")));
    }

    private static Writers of(SaveRules rules) {
        if (rules.when() == PolicySpec.When.Never) {
            return new Writers(
                    Truth.TRUE,
                    new Complaint(
                            StreamReason.NobodyWrites, "Nobody writes, because the policy's save.when is Never."));
        }
        if (rules.write() == TrustLevel.Claimed) {
            return new Writers(
                    Truth.FALSE,
                    new Complaint(
                            StreamReason.WritersClaimed,
                            "Whoever can make a pod with a slot in this namespace can write %s, because the policy's trust.write is Claimed. Set it to Latched where jobs run on runners of a scale set."
                                    .formatted(lanes(rules))));
        }
        var risky = rules.events().stream().filter(OF_ANYBODY::contains).toList();
        return risky.isEmpty() ? attested(rules) : ofAnybody(rules, risky);
    }

    private static Writers ofAnybody(SaveRules rules, List<String> risky) {
        return new Writers(
                Truth.FALSE,
                new Complaint(
                        StreamReason.EventsOfAnybody,
                        "People without write access to the repository can start workflows that write %s, because the policy's save.events name %s. Take these out."
                                .formatted(lanes(rules), String.join(", ", risky))));
    }

    private static Writers attested(SaveRules rules) {
        return new Writers(
                Truth.TRUE,
                new Complaint(
                        StreamReason.WritersAttested,
                        "Only jobs of level %s and above, started by one of %s, write %s."
                                .formatted(rules.write(), String.join(", ", rules.events()), lanes(rules))));
    }

    private static String lanes(SaveRules rules) {
        return "the branches %s%s"
                .formatted(
                        String.join(", ", rules.branches()),
                        rules.pullRequests() == PolicySpec.PullRequests.Quarantine
                                ? ", and pull requests a lane each of their own"
                                : "");
    }
}
