package dev.headwater.operator.save;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Heads;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.save.SaveDecision.Awaited;
import dev.headwater.operator.save.SaveDecision.NotYet;
import dev.headwater.operator.save.SaveDecision.Save;
import dev.headwater.operator.save.SaveDecision.Skip;
import dev.headwater.operator.save.SaveFacts.Classes;
import dev.headwater.operator.save.SaveFacts.Seal;
import dev.headwater.operator.save.SaveFacts.Unstage;
import dev.headwater.operator.save.SaveFacts.Use;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Builders;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** The verdict over all that there can be. */
class SavePropertyTest {
    /** What it means that a reason is right, in the order in which the reasons are given. Written beside the chain, not after it. */
    private static final List<Map.Entry<String, Predicate<Saving>>> MEANING = List.of(
            means(SaveReason.ScratchOnly, run -> run.use == Use.NOT_SERVED),
            means(SaveReason.RestoreFailed, run -> run.use == Use.FAILED),
            means(SaveReason.JobAskedToSkip, run -> run.wish.equals(Optional.of(Saving.SKIP))),
            means(SaveReason.VolumeUnclean, run -> run.unstage instanceof Unstage.Lost),
            means(SaveReason.NotAsked, run -> run.wish.isEmpty()),
            means(SaveReason.NoLane, run -> run.ref.startsWith("refs/tags/")),
            means(SaveReason.CacheModeReadOnly, run -> "read".equals(run.cacheMode) || "none".equals(run.cacheMode)),
            means(SaveReason.ForeignRepository, run -> run.stream instanceof Grounds.Stream.Foreign),
            means(SaveReason.Suspended, run -> run.stream instanceof Grounds.Stream.Suspended),
            means(SaveReason.SavePolicyNever, run -> run.rules.when() == PolicySpec.When.Never),
            means(SaveReason.UntrustedEvent, SavePropertyTest::isStartedByOthers),
            means(SaveReason.LaneNotAllowed, run -> run.ref.equals("refs/heads/feature")),
            means(
                    SaveReason.PullRequestNotAllowed,
                    run -> isPull(run) && run.rules.pullRequests() == PolicySpec.PullRequests.Never),
            means(
                    SaveReason.NotTrustedEnough,
                    run -> run.contradiction.isPresent()
                            || run.level.ordinal() < run.rules.write().ordinal()),
            means(
                    SaveReason.Superseded,
                    run -> run.head.filter(id -> id > run.runId).isPresent()),
            means(SaveReason.VolumeUnclean, run -> run.unstage instanceof Unstage.Unclean),
            means(SaveReason.MarkerMissing, run -> says(run, report -> "Missing".equals(report.marker()))),
            means(SaveReason.Unchanged, run -> says(run, report -> "No".equals(report.changed())) && !insists(run)),
            means(SaveReason.SecretsFound, run -> says(run, report -> report.findings() != null)),
            means(SaveReason.SecretScanIncomplete, run -> says(run, report -> "Incomplete".equals(report.scan()))),
            means(
                    SaveReason.SealFailed,
                    run -> run.seal instanceof Seal.Overdue || says(run, report -> "Failed".equals(report.outcome()))),
            Map.entry(Awaited.SEAL.name(), run -> run.seal instanceof Seal.Awaited),
            means(
                    SaveReason.OverSize,
                    run -> says(run, report -> report.usedPercent() != null && report.usedPercent() > 80)),
            means(SaveReason.VolumeUnclean, run -> run.unstage instanceof Unstage.Overdue),
            Map.entry(Awaited.UNSTAGE.name(), run -> run.unstage instanceof Unstage.Awaited),
            means(
                    SaveReason.NotAccepted,
                    run -> run.classes instanceof Classes.Refused || run.classes instanceof Classes.Overdue),
            Map.entry(Awaited.PROOF.name(), run -> run.classes instanceof Classes.Awaited));

    /** Skips that keep somebody from writing who may not. */
    private static final Set<SaveReason> OF_WRITERS = Set.of(
            SaveReason.NoLane,
            SaveReason.ForeignRepository,
            SaveReason.UntrustedEvent,
            SaveReason.LaneNotAllowed,
            SaveReason.PullRequestNotAllowed,
            SaveReason.NotTrustedEnough);

    private static final RunStatus.Sealed NOTHING_SAID =
            Saving.report(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    /** Facts that may never have been known, each taken away. */
    private static final List<Consumer<Saving>> REMOVALS = List.of(
            run -> run.event = null,
            run -> run.cacheMode = null,
            run -> run.head = Optional.empty(),
            run -> run.level = TrustLevel.Claimed,
            run -> run.seal = run.reported()
                    .<Seal>map(_ -> new Seal.Reported(NOTHING_SAID))
                    .orElse(run.seal),
            run -> run.wish = run.wish.map(wish -> new RunSpec.Save(wish.wish(), wish.reason(), null)));

    private static Map.Entry<String, Predicate<Saving>> means(SaveReason reason, Predicate<Saving> holds) {
        return Map.entry(reason.name(), holds);
    }

    private static boolean says(Saving run, Predicate<RunStatus.Sealed> what) {
        return run.reported().filter(what).isPresent();
    }

    private static boolean isPull(Saving run) {
        return run.ref.startsWith("refs/pull/");
    }

    private static boolean insists(Saving run) {
        return run.rules.when() == PolicySpec.When.Always || run.wish.equals(Optional.of(Saving.EXPLICIT));
    }

    private static boolean isStartedByOthers(Saving run) {
        if (run.event == null) {
            return run.rules.write() != TrustLevel.Claimed;
        }
        return !run.event.equals("push") && !(isPull(run) && run.event.equals("pull_request"));
    }

    private static String word(SaveDecision decision) {
        return switch (decision) {
            case Save(var reason, var _) -> reason.name();
            case Skip(var reason, var _) -> reason.name();
            case NotYet(var awaited) -> awaited.name();
        };
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void every_run_has_one_verdict_and_it_is_the_first_that_holds(@ForAll("runs") Saving run) {
        var expected = run.use == Use.CAPTURED
                ? SaveReason.JobAsked.name()
                : MEANING.stream()
                        .filter(meaning -> meaning.getValue().test(run))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(SaveReason.JobAsked.name());
        var decision = run.decide();
        assertThat(word(decision)).isEqualTo(expected);
        if (decision instanceof Skip(var _, var sentence)) {
            assertThat(sentence).isNotBlank();
        }
        Statistics.label("saved")
                .collect(decision instanceof Save)
                .coverage(runs -> runs.check(true).percentage(share -> share > 4));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void insisting_lifts_that_nothing_changed_and_nothing_else(@ForAll("runs") Saving run) {
        run.wish = Optional.of(Saving.AUTO);
        var auto = run.decide();
        run.wish = Optional.of(Saving.EXPLICIT);
        var explicit = run.decide();
        if (!explicit.equals(auto)) {
            assertThat(word(auto)).isEqualTo(SaveReason.Unchanged.name());
        }
        assertThat(word(explicit)).isNotEqualTo(SaveReason.Unchanged.name());
    }

    /** Where a mere claim writes, an event that is not named is a claim like any other. */
    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void knowing_less_never_makes_a_writer(@ForAll("runs") Saving run) {
        if (run.decide() instanceof Skip(var reason, var _) && OF_WRITERS.contains(reason)) {
            REMOVALS.stream()
                    .skip(run.rules.write() == TrustLevel.Claimed ? 1 : 0)
                    .forEach(removal -> {
                        var less = run.copy();
                        removal.accept(less);
                        assertThat(less.decide()).isNotInstanceOf(Save.class);
                    });
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void nothing_is_waited_for_where_all_that_is_waited_for_could_not_help(@ForAll("runs") Saving run) {
        if (run.decide() instanceof NotYet(var awaited)) {
            if (awaited == Awaited.SEAL) {
                run.seal = new Seal.Reported(NOTHING_SAID);
            }
            run.unstage = new Unstage.Clean();
            run.classes = new Classes.Accepted();
            assertThat(run.decide()).isInstanceOf(Save.class);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void nothing_is_saved_that_could_still_change(@ForAll("runs") Saving run) {
        if (run.decide() instanceof Save && run.use != Use.CAPTURED) {
            assertThat(run.unstage).isEqualTo(new Unstage.Clean());
            assertThat(run.classes).isEqualTo(new Classes.Accepted());
            assertThat(run.reported().map(RunStatus.Sealed::outcome)).contains("Done");
        }
    }

    /** Each is judged by the head that the ones before it left; those that finish together do not see each other. */
    @Property(edgeCases = EdgeCasesMode.NONE)
    void whoever_comes_when_the_latest_run_is_the_head(@ForAll("arrivals") List<List<Long>> arrivals) {
        var lane = new Lane.Branch("main");
        var stream = new StreamIdentity(Given.NAMESPACE, Given.REPOSITORY, Given.KEY, Given.PATH);
        var place = Given.lineage(lane, 1).coordinates();
        var saved = new ArrayList<Snapshot>();
        for (var together : arrivals) {
            var head = Heads.at(place, saved, stream)
                    .map(at -> at.lineage().orElseThrow().runId());
            for (var runId : together) {
                var decision = Saving.with(run -> {
                            run.runId = runId;
                            run.head = head;
                        })
                        .decide();
                if (decision instanceof Save) {
                    saved.add(Given.snapshot("hw-" + saved.size(), lane, runId, Snapshot.State.READY));
                } else {
                    assertThat(word(decision)).isEqualTo(SaveReason.Superseded.name());
                    assertThat(head.orElseThrow()).isGreaterThan(runId);
                }
            }
        }
        var latest = arrivals.stream().flatMap(List::stream).max(Long::compare).orElseThrow();
        assertThat(Heads.at(place, saved, stream)
                        .orElseThrow()
                        .lineage()
                        .orElseThrow()
                        .runId())
                .isEqualTo(latest);
    }

    @Provide
    Arbitrary<List<List<Long>>> arrivals() {
        return Arbitraries.longs()
                .between(1, 8)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    /** Mostly as it should be, so that every check is reached. */
    @Provide
    Arbitrary<Saving> runs() {
        return Builders.withBuilder(Saving::new)
                .use(mostly(Use.ATTACHED, Use.values()))
                .inSetter((run, value) -> run.use = value)
                .use(mostly(
                        Optional.of(Saving.AUTO),
                        List.of(
                                Optional.of(Saving.EXPLICIT),
                                Optional.of(Saving.SKIP),
                                Optional.<RunSpec.Save>empty())))
                .inSetter((run, value) -> run.wish = value)
                .use(mostly("refs/heads/main", "refs/heads/feature", "refs/pull/7/merge", "refs/tags/v1"))
                .inSetter((run, value) -> run.ref = value)
                .use(mostly("push", "pull_request", "issue_comment", ""))
                .inSetter((run, value) -> run.event = value.isEmpty() ? null : value)
                .use(mostly("", "read", "none", "write"))
                .inSetter((run, value) -> run.cacheMode = value.isEmpty() ? null : value)
                .use(mostly(4L, 5L, 6L, 0L))
                .inSetter((run, value) -> run.head = Optional.of(value).filter(id -> id > 0))
                .use(mostly(
                        new Grounds.Stream.Open(),
                        List.of(new Grounds.Stream.Suspended(), new Grounds.Stream.Foreign("theirs"))))
                .inSetter((run, value) -> run.stream = value)
                .use(rules())
                .inSetter((run, value) -> run.rules = value)
                .use(mostly(TrustLevel.Latched, TrustLevel.values()))
                .inSetter((run, value) -> run.level = value)
                .use(mostly("", "It speaks of another job."))
                .inSetter((run, value) -> run.contradiction = Optional.of(value).filter(text -> !text.isEmpty()))
                .use(seals())
                .inSetter((run, value) -> run.seal = value)
                .use(mostly(
                        new Unstage.Clean(),
                        List.of(
                                new Unstage.Awaited(),
                                new Unstage.Overdue(),
                                new Unstage.Unclean("x"),
                                new Unstage.Lost("x"))))
                .inSetter((run, value) -> run.unstage = value)
                .use(mostly(
                        new Classes.Accepted(),
                        List.of(new Classes.Awaited(), new Classes.Refused("x"), new Classes.Overdue("x"))))
                .inSetter((run, value) -> run.classes = value)
                .build();
    }

    private static Arbitrary<SaveRules> rules() {
        return Combinators.combine(
                        mostly(PolicySpec.When.Auto, PolicySpec.When.values()),
                        Arbitraries.of(PolicySpec.PullRequests.values()),
                        mostly(TrustLevel.Latched, TrustLevel.values()))
                .as((when, pullRequests, write) ->
                        new SaveRules(when, List.of("main"), pullRequests, List.of("push"), List.of(), write, 80));
    }

    private static Arbitrary<Seal> seals() {
        var report = Combinators.combine(
                        mostly("", "Yes", "No", "Unknown"),
                        mostly("", "Present", "Missing"),
                        mostly("", "Complete", "Incomplete", "Skipped"),
                        mostly(0, 1, 2),
                        mostly(0, 80, 81))
                .<Seal>as((changed, marker, scan, findings, used) -> new Seal.Reported(Saving.report(
                        said(changed),
                        said(marker),
                        said(scan),
                        Collections.nCopies(findings, new RunStatus.Finding("a", "b")),
                        Optional.of(used).filter(percent -> percent > 0))));
        return Arbitraries.frequencyOf(
                Tuple.of(6, report),
                Tuple.of(1, Arbitraries.of(Saving.failed(), new Seal.Awaited(), new Seal.Overdue())));
    }

    private static Optional<String> said(String word) {
        return Optional.of(word).filter(text -> !text.isEmpty());
    }

    @SafeVarargs
    private static <T> Arbitrary<T> mostly(T usual, T... others) {
        return mostly(usual, List.of(others));
    }

    private static <T> Arbitrary<T> mostly(T usual, List<? extends T> others) {
        return Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.just(usual)), Tuple.of(1, Arbitraries.of(others)));
    }
}
