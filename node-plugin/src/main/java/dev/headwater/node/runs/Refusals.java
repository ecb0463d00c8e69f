package dev.headwater.node.runs;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.walk.WorkQueue;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says in the log and in an event of the pod that a request was refused of which no run will speak. A pod is told each word once an hour, and
 * all pods of the node together a bounded number of them: what a job writes into its slot costs the API server next to nothing.
 */
final class Refusals implements AutoCloseable {
    /** As many in an hour; a node has a few hundred pods at most, and there are four words. */
    static final int MOST_TOLD = 512;

    /** The API server forgets an event after as long. */
    private static final Duration AGAIN = Duration.ofHours(1);

    private static final Logger LOG = System.getLogger(Refusals.class.getName());
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_NOTE = 1024;
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSX");

    /** The event is there, or nothing can be written there: its namespace goes, or an administrator wants none. */
    private static final Set<Integer> FINAL = Set.of(
            HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_NOT_FOUND, 422);

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Map<String, Instant> told = new HashMap<>();
    private final Map<String, Event> waiting = new ConcurrentHashMap<>();
    private final WorkQueue queue = new WorkQueue("refusal", 1, LONGEST_PAUSE, this::publish);

    Refusals(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Does not block; while the API server is away the event waits. */
    void tell(SlotRecord pod, String reason, String message) {
        var name = "headwater." + pod.podUid() + "." + reason.toLowerCase(Locale.ROOT);
        var now = clock.instant();
        if (!isNews(name, now)) {
            return;
        }
        LOG.log(Level.WARNING, "pod {0}/{1}: {2}: {3}", pod.podNamespace(), pod.podName(), reason, message);
        waiting.put(name, event(name, pod, reason, message, now));
        queue.wake(name);
    }

    private synchronized boolean isNews(String name, Instant now) {
        told.values().removeIf(at -> !now.isBefore(at.plus(AGAIN)));
        return told.size() < MOST_TOLD && told.putIfAbsent(name, now) == null;
    }

    private Optional<Duration> publish(String name) {
        var event = waiting.get(name);
        if (event == null) {
            return Optional.empty();
        }
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (!FINAL.contains(e.getCode())) {
                throw e;
            }
            LOG.log(Level.DEBUG, "event {0} is not published: {1}", name, e.getMessage());
        }
        waiting.remove(name, event);
        return Optional.empty();
    }

    private static Event event(String name, SlotRecord pod, String reason, String message, Instant now) {
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(pod.podNamespace())
                .withName(name)
                .endMetadata()
                .withEventTime(new MicroTime(MICROSECONDS.format(now.atOffset(ZoneOffset.UTC))))
                .withReportingController(Api.GROUP + "/node-plugin")
                .withReportingInstance(Api.NODE_PLUGIN_MANAGER)
                .withAction("Refuse")
                .withNewRegarding()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(pod.podNamespace())
                .withName(pod.podName())
                .withUid(pod.podUid())
                .endRegarding()
                .withType("Warning")
                .withReason(reason)
                .withNote(message.substring(0, Math.min(message.length(), MOST_NOTE)))
                .build();
    }

    @Override
    public void close() {
        queue.close();
    }
}
