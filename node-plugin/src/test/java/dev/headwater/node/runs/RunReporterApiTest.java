package dev.headwater.node.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunName;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.node.record.Ask;
import dev.headwater.node.record.Finish;
import dev.headwater.node.record.RecordStore;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.record.Source;
import dev.headwater.node.record.StepTimeout;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
@Tag("api")
@EnableKubeAPIServer
class RunReporterApiTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456Z");

    /** What the node plugin refuses by itself. */
    private static final Set<RestoreReason> NO_RUN = EnumSet.of(
            RestoreReason.BadRequest,
            RestoreReason.AlreadyAttached,
            RestoreReason.NoPropagation,
            RestoreReason.TooManyVolumes);

    @KubeConfig
    static String kubeConfig = "";

    static KubernetesClient client;

    @TempDir
    Path directory;

    private RecordStore<RunRecord> records;
    private RunReporter reporter;
    private RunRecord record;

    @BeforeAll
    static void installApi() throws IOException {
        client = Cluster.client(Config.fromKubeconfig(kubeConfig));
        try (var definition = Files.newInputStream(Path.of("../helm/headwater/api/buildsnapshotruns.yaml"))) {
            client.load(definition).serverSideApply();
        }
        client.resources(CustomResourceDefinition.class)
                .withName("buildsnapshotruns.headwater.dev")
                .waitUntilCondition(
                        crd -> crd != null
                                && crd.getStatus() != null
                                && crd.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Established")
                                                        && condition.getStatus().equals("True")),
                        30,
                        TimeUnit.SECONDS);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("ci")
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @BeforeEach
    void ask() throws IOException {
        records = new RecordStore<>(directory, RunRecord.class);
        reporter = new RunReporter(client, records, (namespace, name) -> new RunReporter.Seen.Unknown());
        record = asked("ci", "node-1");
    }

    private static RunRecord asked(String namespace, String node) {
        var uid = UUID.randomUUID().toString();
        var name = RunName.of(uid, "cargo", 1);
        return RunRecord.asked(
                new Ask(namespace, name, "/t", "r1", new StepTimeout(NOW, NOW.plusSeconds(60)), null, false),
                new RunSpec(
                        new RunSpec.Pod("runner", uid, node),
                        new RunSpec.Slot("headwater"),
                        new RunSpec.Requester(1001L, 1001L),
                        new RunSpec.Request(
                                1, "key", "/mnt/cargo", "", "linux", "amd64", NOW.toString(), 60, null, null),
                        new RunSpec.Job(
                                RunSpec.Source.Request,
                                "a/b",
                                "refs/heads/main",
                                null,
                                "0".repeat(40),
                                null,
                                7L,
                                1,
                                null,
                                "build",
                                null),
                        null,
                        null));
    }

    private RunReporter.Outcome report(RunRecord changed) throws IOException {
        record = changed;
        records.put(record.ask().run(), record);
        return reporter.report(record.ask().run());
    }

    private BuildSnapshotRun actual() {
        return client.resources(BuildSnapshotRun.class)
                .inNamespace(record.ask().namespace())
                .withName(record.ask().run())
                .get();
    }

    private static RunRecord attached(RunRecord record) {
        return record.attached(
                new Source("keeper", "pv", "7:3", "ext4", "/sys/fs/ext4/loop3", 1L),
                new RunStatus.Answer("attached", "NoSnapshot", "A new volume.", NOW.toString()),
                Map.of("outcome", "attached"),
                "boot");
    }

    private static RunRecord saved(RunRecord record) {
        return attached(record)
                .finishing(new Finish(
                        "s1",
                        RunSpec.Wish.Save,
                        RunSpec.Mode.Auto,
                        "JobAsked",
                        new StepTimeout(NOW, NOW.plusSeconds(60)),
                        null,
                        0,
                        null,
                        false))
                .detached(NOW.plusSeconds(9), RunSpec.Cause.Step);
    }

    @Test
    void a_run_is_told_step_by_step() throws IOException {
        report(record);
        assertThat(actual().getSpec()).isEqualTo(record.spec());
        assertThat(actual().getMetadata().getLabels())
                .containsEntry(Api.LABEL_WORKFLOW_RUN_ID, "7")
                .containsEntry(Api.LABEL_JOB, "build");

        report(attached(record));
        assertThat(actual().getStatus().slot()).isEqualTo(record.slot());
        assertThat(actual().getStatus().conditions().getFirst().getStatus()).isEqualTo("True");

        report(saved(record));
        assertThat(actual().getSpec().save().wish()).isEqualTo(RunSpec.Wish.Save);
        assertThat(actual().getSpec().released().cause()).isEqualTo(RunSpec.Cause.Step);
        assertThat(actual().getStatus().conditions().getFirst().getReason()).isEqualTo("Detached");

        report(record.sealed(new RunStatus.Sealed(
                        "Done", null, null, 1L, 2L, NOW.toString(), null, null, null, null, null, null, null))
                .unstaged(NOW.plusSeconds(12)));
        assertThat(actual().getStatus().slot()).isEqualTo(record.slot());
        assertThat(actual().getStatus().slot().unstagedAt()).isNotNull();
    }

    @Test
    void a_run_that_could_not_be_told_for_long_is_told_at_once() throws IOException {
        report(saved(record).busy("process 1 (x)"));

        assertThat(actual().getSpec()).isEqualTo(record.spec());
        assertThat(actual().getStatus().slot()).isEqualTo(record.slot());
    }

    @Test
    void who_sees_that_a_run_is_over_finds_what_the_job_was_told() throws IOException {
        report(record);
        var seen = new CopyOnWriteArrayList<BuildSnapshotRun>();
        try (var _ = client.resource(actual()).watch(seeing(seen))) {
            report(saved(record));
            Awaitility.await().until(() -> seen.stream().anyMatch(RunReporterApiTest::isReleased));
        }
        assertThat(seen.stream().filter(RunReporterApiTest::isReleased))
                .allSatisfy(run -> assertThat(run.getStatus().slot().answer())
                        .isEqualTo(record.slot().answer()));
    }

    private static boolean isReleased(BuildSnapshotRun run) {
        return run.getSpec().released() != null;
    }

    private static Watcher<BuildSnapshotRun> seeing(List<BuildSnapshotRun> seen) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, BuildSnapshotRun run) {
                seen.add(run);
            }

            @Override
            public void onClose(WatcherException cause) {
                throw new AssertionError(cause);
            }
        };
    }

    @Test
    void telling_again_changes_nothing() throws IOException {
        report(saved(record));
        var before = actual().getMetadata().getResourceVersion();
        report(record);

        assertThat(actual().getMetadata().getResourceVersion()).isEqualTo(before);
    }

    @Test
    void what_the_operator_wrote_stays() throws IOException {
        report(attached(record));
        client.resource(actual()).editStatus(run -> {
            var status = run.getStatus();
            run.setStatus(new RunStatus(
                    "stream", "branch:main", status.slot(), null, null, null, status.conditions(), null, null));
            return run;
        });
        report(saved(asRecord()));

        assertThat(actual().getStatus().stream()).isEqualTo("stream");
        assertThat(actual().getStatus().slot().detachedAt()).isNotNull();
    }

    @Test
    void a_rejected_volume_is_told_while_the_job_still_waits() throws IOException {
        report(record);
        report(saved(record.rejected(
                new RunStatus.Rejected("keeper-uid", "RecordMismatch", "Another stream's.", "2026-01-01T00:00:00Z"))));

        assertThat(actual().getStatus().slot().rejected().keeperUid()).isEqualTo("keeper-uid");
    }

    private RunRecord asRecord() {
        return RunRecord.asked(record.ask(), record.spec());
    }

    @Test
    void a_run_deleted_by_mistake_is_there_again() throws IOException {
        report(saved(record));
        client.resource(actual()).delete();
        report(record);

        assertThat(actual().getSpec()).isEqualTo(record.spec());
        assertThat(actual().getStatus().slot()).isEqualTo(record.slot());
    }

    @Test
    void a_run_of_a_namespace_that_is_gone_is_done_with() throws IOException {
        assertThat(report(asked("gone", "node-1"))).isEqualTo(RunReporter.Outcome.COMPLETE);
    }

    @Test
    void a_complete_run_is_done_with() throws IOException {
        report(saved(record));
        var complete = new io.fabric8.kubernetes.api.model.ConditionBuilder()
                .withType("Complete")
                .withStatus("True")
                .withReason("Saved")
                .withLastTransitionTime(NOW.toString())
                .build();
        client.resource(actual()).editStatus(run -> {
            var status = run.getStatus();
            run.setStatus(new RunStatus(
                    null,
                    null,
                    status.slot(),
                    null,
                    null,
                    null,
                    List.of(status.conditions().getFirst(), complete),
                    null,
                    null));
            return run;
        });

        assertThat(report(record)).isEqualTo(RunReporter.Outcome.COMPLETE);
    }

    @Test
    void a_run_that_nobody_has_seen_yet_is_told_without_a_question() throws IOException {
        reporter = new RunReporter(client, records, (namespace, name) -> new RunReporter.Seen.Nowhere());
        report(saved(record));
        var before = actual().getMetadata().getResourceVersion();
        report(record);

        assertThat(actual().getStatus().slot()).isEqualTo(record.slot());
        assertThat(actual().getMetadata().getResourceVersion())
                .as("told again by one who lags behind")
                .isEqualTo(before);
    }

    @Test
    void what_the_watch_has_seen_is_not_asked_for() throws IOException {
        report(attached(record));
        var last = actual();
        client.resource(last).delete();
        reporter = new RunReporter(client, records, (namespace, name) -> new RunReporter.Seen.There(last));

        assertThat(report(record)).isEqualTo(RunReporter.Outcome.OPEN);
        assertThat(actual()).as("what nobody missed").isNull();
    }

    @Test
    void with_a_watch_a_run_is_told_and_is_there_again_after_it_was_deleted() throws IOException {
        try (var watcher = new RunWatcher(client, "node-1", run -> reporter.report(run))) {
            reporter = new RunReporter(client, records, watcher::seen);
            Awaitility.await()
                    .atMost(30, TimeUnit.SECONDS)
                    .until(() -> watcher.seen("ci", "none") instanceof RunReporter.Seen.Nowhere);
            report(saved(record));
            Awaitility.await()
                    .atMost(30, TimeUnit.SECONDS)
                    .until(() -> watcher.seen("ci", record.ask().run()) instanceof RunReporter.Seen.There);
            var first = actual().getMetadata().getUid();
            client.resource(actual()).delete();

            Awaitility.await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
                assertThat(actual()).isNotNull();
                assertThat(actual().getMetadata().getUid()).isNotEqualTo(first);
                assertThat(actual().getStatus().slot()).isEqualTo(record.slot());
            });
        }
    }

    @Test
    void a_refusal_of_which_no_run_speaks_is_told_to_its_pod_once_however_often_it_is_provoked() {
        var now = new AtomicReference<>(NOW);
        try (var refusals = new Refusals(client, now::get);
                var log = new Heard(Refusals.class)) {
            for (var i = 0; i < 1000; i++) {
                for (var reason : NO_RUN) {
                    refusals.tell(slot("uid-1"), reason.name(), "Refused " + i + ".");
                }
            }
            refusals.tell(slot("uid-2"), RestoreReason.BadRequest.name(), "Refused.");
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> events().size() == NO_RUN.size() + 1);

            assertThat(events()).allSatisfy(event -> {
                assertThat(event.getNote()).matches("Refused( 0)?\\.");
                assertThat(event.getRegarding().getKind()).isEqualTo("Pod");
                assertThat(event.getRegarding().getName()).isEqualTo("runner");
                assertThat(log.lines)
                        .filteredOn(line -> line.contains("pod ci/runner: " + event.getReason() + ": "))
                        .isNotEmpty();
            });
            assertThat(events())
                    .filteredOn(event -> event.getRegarding().getUid().equals("uid-1"))
                    .extracting(Event::getReason)
                    .containsExactlyInAnyOrderElementsOf(
                            NO_RUN.stream().map(Enum::name).toList());
            assertThat(log.lines).hasSize(NO_RUN.size() + 1);

            now.set(NOW.plus(Duration.ofHours(1)));
            refusals.tell(slot("uid-1"), RestoreReason.BadRequest.name(), "Refused.");
            assertThat(log.lines).as("an hour later").hasSize(NO_RUN.size() + 2);
        }
    }

    /** What a class of the plugin says in its log. */
    private static final class Heard extends Handler implements AutoCloseable {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Logger log;

        Heard(Class<?> speaker) {
            log = Logger.getLogger(speaker.getName());
            log.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            log.removeHandler(this);
        }
    }

    private static List<Event> events() {
        return client.events().v1().events().inNamespace("ci").list().getItems();
    }

    private static SlotRecord slot(String podUid) {
        return new SlotRecord("/t", SlotRecord.Kind.SLOT, "ci", "runner", podUid, "headwater", null);
    }

    @Test
    void only_the_runs_of_the_own_node_are_watched() throws IOException {
        var news = new CopyOnWriteArrayList<String>();
        var other = asked("ci", "node-2");
        try (var watcher = new RunWatcher(client, "node-1", news::add)) {
            report(attached(record));
            var mine = record.ask();
            report(attached(other));

            Awaitility.await()
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> watcher.status(mine.namespace(), mine.run()).isPresent());
            assertThat(watcher.status(other.ask().namespace(), other.ask().run()))
                    .isEmpty();
            assertThat(news).contains(mine.run()).doesNotContain(other.ask().run());
        }
    }

    @Test
    void the_watcher_sees_runs_change_and_go_and_keeps_no_managed_fields() throws IOException {
        var name = record.ask().run();
        try (var watcher = new RunWatcher(client, "node-1", run -> {})) {
            report(record);
            Awaitility.await().until(() -> watcher.seen("ci", name) instanceof RunReporter.Seen.There);

            report(attached(record));
            Awaitility.await()
                    .until(() -> watcher.status("ci", name).map(RunStatus::slot).isPresent());
            assertThat(watcher.seen("ci", name)).isInstanceOfSatisfying(RunReporter.Seen.There.class, seen -> {
                assertThat(seen.run().getSpec()).isEqualTo(record.spec());
                assertThat(seen.run().getMetadata().getManagedFields()).isNullOrEmpty();
            });

            client.resource(actual()).delete();
            Awaitility.await().until(() -> watcher.seen("ci", name) instanceof RunReporter.Seen.Nowhere);
        }
    }
}
