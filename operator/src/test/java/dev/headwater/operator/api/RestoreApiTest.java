package dev.headwater.operator.api;

import static dev.headwater.operator.api.Scene.CLAIMS;
import static dev.headwater.operator.api.Scene.asking;
import static dev.headwater.operator.api.Scene.withJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.status.Conditions;
import dev.headwater.operator.status.Metric;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every reason of a restore, brought about by what users, jobs and nodes do, and seen where users look. */
@WithApiServer
class RestoreApiTest {
    /** What nodes refuse before there is a run to tell it on, and what only a cluster without snapshots says. */
    private static final Set<RestoreReason> ELSEWHERE = EnumSet.of(
            RestoreReason.BadRequest,
            RestoreReason.AlreadyAttached,
            RestoreReason.NoPropagation,
            RestoreReason.NoSnapshotApi);

    private static final Lane MAIN = new Lane.Branch("main");
    private static final Lane RELEASE = new Lane.Branch("release");
    private static final int PATIENT = 120;
    private static final String SCHEDULER = "0/1 nodes are available: 1 node(s) had volume node affinity conflict.";

    static KubernetesClient client;
    static Operator operator;
    static Said said;
    static final Map<RestoreReason, Future<Cast>> told = new EnumMap<>(RestoreReason.class);

    /** Eight at a time: most of a tale is waiting. */
    @BeforeAll
    static void all_tales_are_told(KubernetesClient given) {
        client = given;
        said = new Said(client);
        operator = TestApiServer.operator(client, said.meters());
        operator.start();
        try (var tellers = Executors.newFixedThreadPool(8)) {
            tales().forEach((reason, tale) -> told.put(reason, tellers.submit(() -> {
                var scene = new Scene(client, key(reason));
                tale.accept(scene);
                return scene.cast();
            })));
        }
    }

    @AfterAll
    static void stop() {
        operator.stop();
        said.close();
    }

    private static String key(RestoreReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private static Map<RestoreReason, Consumer<Scene>> tales() {
        var tales = new EnumMap<RestoreReason, Consumer<Scene>>(RestoreReason.class);
        ofPlaces(tales);
        ofStreams(tales);
        ofRequests(tales);
        ofVolumes(tales);
        return tales;
    }

    private static void ofPlaces(Map<RestoreReason, Consumer<Scene>> tales) {
        tales.put(RestoreReason.HeadOfLane, run -> {
            holds(RestoreReason.HeadOfLane, "", MAIN);
            run.under(CLAIMS).asks().is_offered_a_volume();
        });
        tales.put(RestoreReason.HeadOfBaseBranch, run -> {
            holds(RestoreReason.HeadOfBaseBranch, "", RELEASE);
            run.under(CLAIMS)
                    .asks(job -> of(job, "refs/pull/7/merge", "refs/heads/release"))
                    .is_offered_a_volume();
        });
        tales.put(RestoreReason.HeadOfDefaultBranch, run -> {
            holds(RestoreReason.HeadOfDefaultBranch, "", MAIN);
            run.under(CLAIMS).asks(job -> of(job, "refs/heads/feature", null)).is_offered_a_volume();
        });
        tales.put(
                RestoreReason.RestoreKeyOfLane,
                run -> keyed(run, RestoreReason.RestoreKeyOfLane, MAIN, "refs/heads/main", null));
        tales.put(
                RestoreReason.RestoreKeyOfBaseBranch,
                run -> keyed(
                        run, RestoreReason.RestoreKeyOfBaseBranch, RELEASE, "refs/pull/7/merge", "refs/heads/release"));
        tales.put(
                RestoreReason.RestoreKeyOfDefaultBranch,
                run -> keyed(run, RestoreReason.RestoreKeyOfDefaultBranch, MAIN, "refs/heads/feature", null));
        tales.put(RestoreReason.NoSnapshot, run -> run.under(CLAIMS).asks().is_offered_a_volume());
        tales.put(RestoreReason.AllRefused, run -> {
            holds(RestoreReason.AllRefused, "", MAIN);
            run.under(CLAIMS).stream_says("\"exclude\":[\"allrefused\"]").asks().is_offered_a_volume();
        });
    }

    /** A snapshot of the reason's own stream, or of one whose key begins like it. */
    private static void holds(RestoreReason reason, String suffix, Lane lane) {
        new Shelf(client)
                .holds(key(reason), Given.lineage(key(reason) + suffix, lane, 1, TrustLevel.Claimed, List.of()));
    }

    private static void keyed(Scene run, RestoreReason reason, Lane lane, String ref, @Nullable String baseRef) {
        var prefix = key(reason) + "-";
        holds(reason, "-other", lane);
        run
                .under(new PolicySpec(
                        null,
                        new PolicySpec.Restore(null, List.of(prefix), null, null),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
                .stream(prefix + "other", Given.REPOSITORY)
                .requests(spec -> asking(withJob(spec, of(spec.job(), ref, baseRef)), Given.PATH, PATIENT, prefix))
                .is_offered_a_volume();
    }

    private static RunSpec.Job of(RunSpec.Job job, String ref, @Nullable String baseRef) {
        return new RunSpec.Job(
                job.source(),
                job.repository(),
                ref,
                baseRef,
                job.sha(),
                job.event(),
                job.runId(),
                job.runAttempt(),
                null,
                null,
                null);
    }

    private static void ofStreams(Map<RestoreReason, Consumer<Scene>> tales) {
        tales.put(
                RestoreReason.Suspended,
                run -> run.under(CLAIMS).stream_says("\"suspend\":true").asks());
        tales.put(
                RestoreReason.NotTrustedEnough,
                run -> run.under(new PolicySpec(
                                null,
                                null,
                                null,
                                null,
                                new PolicySpec.Trust(TrustLevel.Latched, null),
                                null,
                                null,
                                null,
                                null))
                        .asks());
        tales.put(
                RestoreReason.AmbiguousPolicy,
                run -> run.policy("one", makes("ambiguous", 5))
                        .policy("two", makes("ambiguouspolicy", 5))
                        .asks());
        tales.put(RestoreReason.TooManyStreams, run -> {
            run.policy("toomanystreams", makes("toomany", 1)).stream("toomany-made", Given.REPOSITORY);
            client.resources(BuildSnapshotStream.class)
                    .inNamespace(Given.NAMESPACE)
                    .withName("toomany-made")
                    .edit(known -> {
                        known.getMetadata().setLabels(Map.of(Api.LABEL_ON_DEMAND, "true"));
                        return known;
                    });
            run.asks();
        });
        tales.put(RestoreReason.UnknownStream, Scene::asks);
        tales.put(RestoreReason.WrongRepository, run -> {
            run.under(CLAIMS).stream_is_another_repository_s();
            run.asks();
        });
        tales.put(RestoreReason.UnknownPolicy, run -> {
            run.under(CLAIMS).policy_is_deleted();
            run.asks();
        });
    }

    private static PolicySpec makes(String keyPrefix, int most) {
        return new PolicySpec(
                new PolicySpec.OnDemand(
                        List.of(Given.REPOSITORY), List.of(keyPrefix), List.of(Given.PATH), null, most, null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static void ofRequests(Map<RestoreReason, Consumer<Scene>> tales) {
        tales.put(
                RestoreReason.PathNotInSlot,
                run -> run.under(CLAIMS).requests(spec -> asking(spec, "/elsewhere/cargo", PATIENT)));
        tales.put(
                RestoreReason.PodNotFound,
                run -> run.under(CLAIMS)
                        .requests(spec -> new RunSpec(
                                new RunSpec.Pod(
                                        spec.pod().name(),
                                        "another-uid",
                                        spec.pod().node()),
                                spec.slot(),
                                spec.requester(),
                                spec.request(),
                                spec.job(),
                                null,
                                null)));
        tales.put(
                RestoreReason.TooManyVolumes,
                run -> run.under(limited(new PolicySpec.Limits(1, null)))
                        .has_another_volume()
                        .asks());
        tales.put(
                RestoreReason.TooManyRuns,
                run -> run.under(limited(new PolicySpec.Limits(null, 1)))
                        .has_another_volume()
                        .asks());
    }

    private static PolicySpec limited(PolicySpec.Limits limits) {
        return new PolicySpec(null, null, null, limits, null, null, null, null, null);
    }

    private static void ofVolumes(Map<RestoreReason, Consumer<Scene>> tales) {
        tales.put(RestoreReason.TimedOut, run -> run.under(CLAIMS).requests(spec -> asking(spec, Given.PATH, 1)));
        tales.put(RestoreReason.VolumeFailed, run -> {
            run.under(CLAIMS).asks().is_offered_a_volume();
            deletes_the_claim(run);
            run.is_offered_another_volume();
            deletes_the_claim(run);
        });
        tales.put(RestoreReason.PlaceUnavailable, run -> {
            run.under(CLAIMS).asks().is_offered_a_volume();
            run.cast().scheduler_says(SCHEDULER);
            run.is_offered_another_volume();
            run.cast().scheduler_says(SCHEDULER);
        });
        tales.put(RestoreReason.CandidatesBroken, run -> {
            holds(RestoreReason.CandidatesBroken, "", MAIN);
            run.under(CLAIMS).asks().is_offered_a_volume();
            run.cast().plugin_rejects_the_volume();
            run.cast().kubelet_lets_the_claim_go();
        });
    }

    private static void deletes_the_claim(Scene run) {
        client.resource(run.cast()
                        .eventually(
                                PersistentVolumeClaim.class,
                                claim -> claim.getMetadata().getDeletionTimestamp() == null))
                .delete();
    }

    @Test
    void there_is_a_tale_of_every_reason() {
        assertThat(EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE))).isEqualTo(told.keySet());
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"BadRequest", "AlreadyAttached", "NoPropagation", "NoSnapshotApi"})
    void a_restore_says_the_same_word_wherever_one_looks(RestoreReason reason) throws Exception {
        var job = told(reason);
        var status = job.eventually(
                "told", known -> condition(known).filter(reason.name()::equals).isPresent());
        var decided = Optional.ofNullable(status.restore()).map(RunStatus.Restore::reason);
        assertThat(decided)
                .as("nothing but a volume that does not come is told beside the decision")
                .hasValueSatisfying(word -> assertThat(word).isIn(reason.name(), RestoreReason.NoSnapshot.name()));
        said.aboutARun(job, reason.name(), Metric.RESTORES);
    }

    private static Cast told(RestoreReason reason) throws Exception {
        return Objects.requireNonNull(told.get(reason), "no tale of " + reason).get();
    }

    private static Optional<String> condition(RunStatus status) {
        return Conditions.find(status.conditions(), ConditionType.Restored)
                .filter(condition -> !condition.getStatus().equals("Unknown"))
                .map(condition -> condition.getReason());
    }

    /** What a node answered while nobody here was heard of. */
    @ParameterizedTest
    @EnumSource(names = {"TimedOut", "VolumeFailed"})
    void what_a_node_told_its_job_by_itself_is_told_here_too(RestoreReason reason) {
        var run = new Scene(client, "of-node-" + key(reason)).under(CLAIMS).asks();
        run.decided();
        var now = Instant.now().toString();
        run.cast()
                .plugin_applies_slot(new RunStatus.Slot(
                        new RunStatus.Answer("scratch", reason.name(), "No volume could be attached.", now),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        run.ends(RunSpec.Cause.Answered, null);
        assertThat(run.judged().reason()).isEqualTo("RestoreFailed");
        said.aboutARun(run.cast(), reason.name(), Metric.RESTORES);
    }
}
