package dev.headwater.operator.api;

import dev.headwater.operator.Given;
import dev.headwater.operator.run.RunReconciler;
import dev.headwater.operator.status.Metric;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What an operator of this JVM says of runs beside what it writes into them: events, lines of its log, and counts. */
final class Said implements AutoCloseable {
    private final KubernetesClient client;
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Logger log = Logger.getLogger(RunReconciler.class.getName());
    private final Lines lines = new Lines();

    /** Hears from now on. */
    Said(KubernetesClient client) {
        this.client = client;
        log.addHandler(lines);
    }

    /** Where the operator is to count. */
    MeterRegistry meters() {
        return meters;
    }

    /** Waits until this word was said of the run: in events of run and pod, in the log, and in this metric. */
    void aboutARun(Cast job, String word, Metric metric) {
        for (var about : List.of("run", "pod")) {
            eventually(isEvent("%s.%s.%s".formatted(job.runName(), word.toLowerCase(Locale.ROOT), about)));
        }
        var line = Pattern.compile("%s:.* %s\\b.*".formatted(job.runName(), word), Pattern.DOTALL);
        eventually(new Saying(
                "a line of the log with " + word,
                () -> lines.heard.stream().anyMatch(heard -> line.matcher(heard).find())));
        eventually(new Saying(
                "%s of %s".formatted(metric.id(), word),
                () -> meters.find(metric.id()).tag("reason", word).counter() != null));
    }

    private record Saying(String what, Callable<Boolean> isSaid) {}

    private Saying isEvent(String name) {
        return new Saying(
                "event " + name,
                () -> client.events()
                                .v1()
                                .events()
                                .inNamespace(Given.NAMESPACE)
                                .withName(name)
                                .get()
                        != null);
    }

    private static void eventually(Saying saying) {
        Awaitility.await(saying.what())
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .until(saying.isSaid());
    }

    @Override
    public void close() {
        log.removeHandler(lines);
    }

    private static final class Lines extends Handler {
        private final Queue<String> heard = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            heard.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
