package dev.headwater.operator.status;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts events by reason, and publishes them on the run and on its pod, or on the stream, beside the walk: an event that cannot be written is logged and nothing waits for
 * it. Names are made of run and reason, so that a step that is repeated says nothing twice.
 */
public final class EventPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final String GROUP_OF_REPORTER = Api.GROUP + "/operator";
    private static final int MAX_NOTE = 1024;
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSX");

    private final KubernetesClient client;
    private final MeterRegistry meters;
    private final Executor executor;

    public EventPublisher(KubernetesClient client, MeterRegistry meters, Executor executor) {
        this.meters = meters;
        this.client = client;
        this.executor = executor;
    }

    public void publish(BuildSnapshotRun run, RunEvent event, Instant now) {
        meters.counter(Metric.EVENTS.id(), "type", event.type().name(), "reason", event.reason())
                .increment();
        executor.execute(() -> {
            write(event(run, reference(run), "run", event, now));
            write(event(run, podReference(run), "pod", event, now));
        });
    }

    /**
     * An event of a stream, about one thing of it.
     *
     * @param about tells it from other events of the stream with this reason
     */
    public void publish(BuildSnapshotStream stream, String about, RunEvent event, Instant now) {
        meters.counter(Metric.EVENTS.id(), "type", event.type().name(), "reason", event.reason())
                .increment();
        var reference = reference(stream);
        executor.execute(() -> write(event(
                stream.getMetadata().getNamespace(),
                "%s.%s".formatted(about, event.reason().toLowerCase(Locale.ROOT)),
                reference,
                event,
                now)));
    }

    private void write(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                lost(event, e);
            }
        } catch (IllegalStateException
                | RejectedExecutionException e) { // the operator is stopping: its client is closed, or about to be
            lost(event, e);
        }
    }

    private static void lost(Event event, RuntimeException cause) {
        LOG.warn(
                "event {} of {} was not published: {}",
                event.getReason(),
                event.getRegarding().getName(),
                cause.getMessage());
    }

    private static Event event(
            BuildSnapshotRun run, ObjectReference about, String suffix, RunEvent event, Instant now) {
        var metadata = run.getMetadata();
        return event(
                metadata.getNamespace(),
                "%s.%s.%s".formatted(metadata.getName(), event.reason().toLowerCase(Locale.ROOT), suffix),
                about,
                event,
                now);
    }

    private static Event event(String namespace, String name, ObjectReference about, RunEvent event, Instant now) {
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withEventTime(new MicroTime(MICROSECONDS.format(now.atOffset(ZoneOffset.UTC))))
                .withReportingController(GROUP_OF_REPORTER)
                .withReportingInstance(Api.OPERATOR_MANAGER)
                .withAction("Report")
                .withRegarding(about)
                .withType(event.type().name())
                .withReason(event.reason())
                .withNote(Bounded.to(MAX_NOTE, event.message()))
                .build();
    }

    private static ObjectReference reference(HasMetadata object) {
        return new ObjectReferenceBuilder()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .build();
    }

    private static ObjectReference podReference(BuildSnapshotRun run) {
        return new ObjectReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(run.getMetadata().getNamespace())
                .withName(run.getSpec().pod().name())
                .withUid(run.getSpec().pod().uid())
                .build();
    }
}
