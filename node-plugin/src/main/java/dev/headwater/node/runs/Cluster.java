package dev.headwater.node.runs;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.control.Token;
import dev.headwater.node.record.RecordStore;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.walk.NodeWalk;
import dev.headwater.node.walk.Runs;
import dev.headwater.node.walk.WorkQueue;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The cluster as the walk sees it. Until {@link #start}, and while the API server is away, it says nothing. */
public final class Cluster implements Runs {
    private static final Logger LOG = System.getLogger(Cluster.class.getName());
    private static final Duration REPORT_AGAIN = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int THREADS = 4;
    private static final int REQUEST_MILLIS = 10_000;
    private static final int CONNECT_MILLIS = 5_000;

    private final KubernetesClient client;
    private final RecordStore<RunRecord> records;
    private final Refusals refusals;
    private final Optional<Courier> courier;
    private final AtomicReference<Optional<RunWatcher>> watcher = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<WorkQueue>> reports = new AtomicReference<>(Optional.empty());

    /** @param operator where tokens of jobs are taken; empty: nowhere */
    public Cluster(
            KubernetesClient client, RecordStore<RunRecord> records, Optional<OperatorDoor> operator, Clock clock) {
        this.client = client;
        this.records = records;
        this.refusals = new Refusals(client, clock);
        this.courier = operator.map(door -> new Courier(door, clock));
    }

    /**
     * A client that gives up soon: whoever asks tries again by itself. Over HTTP/1.1, so that a request without an answer takes its connection
     * with it.
     */
    public static KubernetesClient client() {
        return client(Config.autoConfigure(null));
    }

    /** @param found where the API server is, and who asks */
    static KubernetesClient client(Config found) {
        var config = new ConfigBuilder(found)
                .withRequestTimeout(REQUEST_MILLIS)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withHttp2Disable(true)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(watched())
                .build();
    }

    /** What a watch brings. Of itself the client would load every kind that Kubernetes has at the first event, for good. */
    private static KubernetesSerialization watched() {
        var kinds = new KubernetesSerialization(new ObjectMapper(), false);
        kinds.registerKubernetesResource(BuildSnapshotRun.class);
        kinds.registerKubernetesResource(Status.class);
        return kinds;
    }

    /** Starts to watch the runs of {@code node} and to report what the records say. */
    public void start(String node, NodeWalk walk) {
        var reporter = new RunReporter(client, records, this::seen);
        var queue = new WorkQueue("report", THREADS, LONGEST_PAUSE, run -> report(run, reporter, walk));
        reports.set(Optional.of(queue));
        records.all().forEach(run -> queue.wake(run.ask().run()));
        watcher.set(Optional.of(new RunWatcher(client, node, run -> {
            walk.wake(run);
            queue.wake(run);
        })));
    }

    /**
     * The token of a save comes before the end of the run, because the verdict follows that at once; the token of a request comes after the
     * run, because before there is nobody whom it could prove.
     */
    private Optional<Duration> report(String run, RunReporter reporter, NodeWalk walk) throws Exception {
        var record = records.get(run);
        if (record.isEmpty()) {
            return Optional.empty();
        }
        var namespace = record.get().ask().namespace();
        if (courier.filter(held -> held.holds(run, TokenUse.SAVE)).isPresent()) {
            var again = courier.get().bring(namespace, run);
            if (again.isPresent()) {
                return again;
            }
        }
        if (reporter.report(run) == RunReporter.Outcome.COMPLETE) {
            walk.completed(run);
            return Optional.empty();
        }
        var again = courier.isPresent() ? courier.get().bring(namespace, run) : Optional.<Duration>empty();
        return again.isPresent() ? again : Optional.of(REPORT_AGAIN);
    }

    @Override
    public void prove(String run, TokenUse use, Token token) {
        courier.ifPresent(held -> held.keep(run, use, token));
        changed(run);
    }

    @Override
    public Optional<RunStatus> status(String namespace, String name) {
        return watcher.get().flatMap(runs -> runs.status(namespace, name));
    }

    private RunReporter.Seen seen(String namespace, String name) {
        return watcher.get().map(runs -> runs.seen(namespace, name)).orElseGet(RunReporter.Seen.Unknown::new);
    }

    @Override
    public void changed(String run) {
        reports.get().ifPresent(queue -> queue.wake(run));
    }

    @Override
    public void refused(SlotRecord slot, String reason, String message) {
        refusals.tell(slot, reason, message);
    }

    @Override
    public Presence pod(String namespace, String name, String uid) {
        try {
            var pod = client.pods().inNamespace(namespace).withName(name).get();
            return pod != null && pod.getMetadata().getUid().equals(uid) ? Presence.THERE : Presence.GONE;
        } catch (KubernetesClientException e) {
            LOG.log(Level.DEBUG, "pod {0}/{1} cannot be looked up: {2}", namespace, name, e.getMessage());
            return Presence.UNKNOWN;
        }
    }
}
