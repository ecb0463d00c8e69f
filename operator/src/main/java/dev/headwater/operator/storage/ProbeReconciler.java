package dev.headwater.operator.storage;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads probes: looks at one, takes the step that follows, and looks again. The objects are not watched, because that is over soon. */
public final class ProbeReconciler implements Reconciler<ConfigMap> {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeReconciler.class);
    /** The world went on between the look and the step: the next look sees it. */
    private static final Set<Integer> OVERTAKEN =
            Set.of(HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND);

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Probes probes;
    private final ProbeGatherer gatherer;
    private final ProbeExecutor executor;
    private final ProbeSettings settings;
    private final Clock clock;

    public ProbeReconciler(KubernetesClient client, String vault, ProbeSettings settings, Clock clock) {
        this.probes = new Probes(client, vault);
        this.gatherer = new ProbeGatherer(client, vault);
        this.executor = new ProbeExecutor(client, settings);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public UpdateControl<ConfigMap> reconcile(ConfigMap seen, Context<ConfigMap> context) {
        var probe = probes.find(seen.getMetadata().getName());
        if (probe.isEmpty()) {
            return UpdateControl.noUpdate();
        }
        var now = clock.instant();
        var facts = gatherer.gather(probe.get());
        var step = ProbePolicy.next(facts, settings.patience(), now);
        return switch (step) {
            case ProbeStep.Done _ -> UpdateControl.noUpdate();
            case ProbeStep.Wait(var until) -> later(pause(facts, now, until));
            default -> {
                act(step, probe.get(), facts, now);
                yield later(AT_ONCE);
            }
        };
    }

    private void act(ProbeStep step, ConfigMap probe, ProbeFacts facts, Instant now) {
        try {
            executor.act(step, probe, facts, now);
            LOG.info("{}: {}", probe.getMetadata().getName(), line(step));
        } catch (KubernetesClientException e) {
            if (!OVERTAKEN.contains(e.getCode())) {
                throw e;
            }
        }
    }

    private static String line(ProbeStep step) {
        return switch (step) {
            case ProbeStep.Own _ -> "Own";
            case ProbeStep.Poke _ -> "Poke";
            default -> step.toString();
        };
    }

    /** Between attempts nothing happens; within one, and as long as its objects go, something may at any time. */
    private Duration pause(ProbeFacts facts, Instant now, Instant until) {
        var rest = Duration.between(now, until).plusMillis(1);
        var idle = facts.journal().begunAt().isEmpty() && facts.objects().isEmpty();
        return idle || rest.compareTo(settings.look()) < 0 ? rest : settings.look();
    }

    private static UpdateControl<ConfigMap> later(Duration pause) {
        return UpdateControl.<ConfigMap>noUpdate().rescheduleAfter(pause);
    }
}
