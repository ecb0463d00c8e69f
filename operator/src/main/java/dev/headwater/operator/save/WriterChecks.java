package dev.headwater.operator.save;

import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.trust.TrustPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether this run may write its lane: all that is known before anybody looks at the volume. */
final class WriterChecks {
    static final List<Check> ALL = List.of(
            new Check("lane", WriterChecks::lane),
            new Check("cache-mode", WriterChecks::cacheMode),
            new Check("repository", WriterChecks::repository),
            new Check("suspended", WriterChecks::suspended),
            new Check("policy", WriterChecks::policy),
            new Check("event", WriterChecks::event),
            new Check("branch", WriterChecks::branch),
            new Check("pull-request", WriterChecks::pullRequest),
            new Check("trust", WriterChecks::trust),
            new Check("order", WriterChecks::order));

    /** The words of ACTIONS_CACHE_MODE that forbid to write. */
    private static final Set<String> READ_ONLY = Set.of("read", "none");

    private static Optional<SaveDecision> lane(SaveFacts facts) {
        return facts.lane().isEmpty()
                ? Check.skip(
                        SaveReason.NoLane,
                        "The run's ref %s is neither a branch nor a pull request; only those have snapshots."
                                .formatted(facts.job().ref()))
                : Check.pass();
    }

    private static Optional<SaveDecision> cacheMode(SaveFacts facts) {
        return Optional.ofNullable(facts.job().cacheMode())
                .filter(READ_ONLY::contains)
                .flatMap(mode -> Check.skip(
                        SaveReason.CacheModeReadOnly,
                        "The workflow does not let the job write caches: its cache-mode is %s.".formatted(mode)));
    }

    private static Optional<SaveDecision> repository(SaveFacts facts) {
        return facts.grounds().stream() instanceof Grounds.Stream.Foreign(var name)
                ? Check.skip(
                        SaveReason.ForeignRepository,
                        "The stream %s, which has the run's key and path by now, serves another repository than %s."
                                .formatted(name, facts.job().repository()))
                : Check.pass();
    }

    private static Optional<SaveDecision> suspended(SaveFacts facts) {
        return facts.grounds().stream() instanceof Grounds.Stream.Suspended
                ? Check.skip(SaveReason.Suspended, "The stream is suspended; set its spec.suspend to false to save.")
                : Check.pass();
    }

    private static Optional<SaveDecision> policy(SaveFacts facts) {
        return facts.grounds().rules().when() == PolicySpec.When.Never
                ? Check.skip(SaveReason.SavePolicyNever, "The policy saves no runs: its save.when is Never.")
                : Check.pass();
    }

    private static Optional<SaveDecision> event(SaveFacts facts) {
        var rules = facts.grounds().rules();
        var event = facts.job().event();
        return facts.lane()
                .filter(lane -> !rules.admits(event, lane))
                .flatMap(_ -> Check.skip(
                        SaveReason.UntrustedEvent,
                        event == null
                                ? "Nobody says what started the workflow; such jobs are saved only where the policy's trust.write is Claimed."
                                : "The workflow was started by %s, which is not among the policy's save.events %s."
                                        .formatted(event, rules.events())));
    }

    private static Optional<SaveDecision> branch(SaveFacts facts) {
        var rules = facts.grounds().rules();
        return facts.lane()
                .filter(lane -> lane instanceof Lane.Branch branch && !rules.admits(branch))
                .flatMap(lane -> Check.skip(
                        SaveReason.LaneNotAllowed,
                        "The lane %s is not among the policy's save.branches %s."
                                .formatted(lane.text(), rules.branches())));
    }

    private static Optional<SaveDecision> pullRequest(SaveFacts facts) {
        return facts.lane()
                .filter(Lane.Pull.class::isInstance)
                .filter(_ -> facts.grounds().rules().pullRequests() == PolicySpec.PullRequests.Never)
                .flatMap(
                        _ -> Check.skip(
                                SaveReason.PullRequestNotAllowed,
                                "The policy saves no runs of pull requests; with save.pullRequests: Quarantine each gets a lane of its own."));
    }

    private static Optional<SaveDecision> trust(SaveFacts facts) {
        var attestation = facts.grounds().attestation();
        var least = facts.grounds().rules().write();
        return attestation
                .contradiction()
                .or(() -> attestation.level().reaches(least)
                        ? Optional.empty()
                        : Optional.of(
                                "The policy saves runs of level %s and above, and this one is only %s. %s, or lower trust.write."
                                        .formatted(least, attestation.level(), TrustPolicy.advice(least))))
                .flatMap(why -> Check.skip(SaveReason.NotTrustedEnough, why));
    }

    private static Optional<SaveDecision> order(SaveFacts facts) {
        return facts.grounds()
                .laneHead()
                .filter(head -> head.isAfter(facts.order()))
                .flatMap(head -> Check.skip(
                        SaveReason.Superseded,
                        "The lane %s already has a snapshot of the later workflow run %d, attempt %d."
                                .formatted(facts.lane().map(Lane::text).orElse(""), head.runId(), head.attempt())));
    }

    private WriterChecks() {}
}
