package dev.headwater.e2e.arc;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Keeps the runners of one scale set, in one thread. What it sees it acts on at once: a pod that somebody deleted is there again, under its
 * name, some milliseconds after it went.
 */
final class RunnerController implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RunnerController.class.getName());
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final ScaleSet set;
    private final InstantSource clock;
    private final ScheduledExecutorService queue = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger made = new AtomicInteger();
    private final List<AutoCloseable> informers;
    private volatile int wanted;

    /**
     * @param client acts with the rights of the controller's account
     */
    RunnerController(KubernetesClient client, ScaleSet set, InstantSource clock) {
        this.client = client;
        this.set = set;
        this.clock = clock;
        this.informers = List.of(
                client.resources(EphemeralRunner.class)
                        .inNamespace(set.namespace())
                        .withLabel(DesiredRunner.SET, set.name())
                        .inform(handler((runner, gone) -> changed(runner, gone))),
                client.pods()
                        .inNamespace(set.namespace())
                        .withLabel(DesiredRunner.SET, set.name())
                        .inform(handler((pod, _) -> reconcile(pod.getMetadata().getName()))));
    }

    /** From now on there are so many runners; those that are being deleted do not count. */
    void scale(int replicas) {
        wanted = replicas;
        submit(this::fill);
    }

    List<EphemeralRunner> runners() {
        return client.resources(EphemeralRunner.class)
                .inNamespace(set.namespace())
                .withLabel(DesiredRunner.SET, set.name())
                .list()
                .getItems();
    }

    private void changed(EphemeralRunner runner, boolean gone) {
        if (!gone) {
            reconcile(runner.getMetadata().getName());
        }
        submit(this::fill);
    }

    private void fill() {
        var there = runners().stream()
                .filter(runner -> runner.getMetadata().getDeletionTimestamp() == null)
                .count();
        for (var missing = wanted - there; missing > 0; missing--) {
            client.resource(DesiredRunner.of(set, name())).create();
        }
    }

    private String name() {
        return "%s-runner-%s%d"
                .formatted(
                        set.name(),
                        Long.toString(clock.millis() & 0xFFFFFF, Character.MAX_RADIX),
                        made.getAndIncrement());
    }

    private void reconcile(String name) {
        submit(() -> {
            var found = runner(name).get();
            if (found != null) {
                var pod = client.pods()
                        .inNamespace(set.namespace())
                        .withName(name)
                        .get();
                act(found, RunnerPolicy.next(new RunnerFacts(found, Optional.ofNullable(pod)), clock.instant()));
            }
        });
    }

    private void act(EphemeralRunner runner, RunnerStep step) {
        var name = runner.getMetadata().getName();
        switch (step) {
            case RunnerStep.Register() ->
                status(
                        name,
                        "{\"runnerId\":%d,\"runnerName\":\"%s\",\"phase\":\"Pending\"}".formatted(made.get(), name));
            case RunnerStep.CreatePod(var after)
            when after.isPositive() -> queue.schedule(() -> reconcile(name), after.toMillis(), TimeUnit.MILLISECONDS);
            case RunnerStep.CreatePod _ ->
                client.resource(DesiredRunner.podOf(runner)).create();
            case RunnerStep.DeletePod(var uid) -> {
                status(name, "{\"failures\":{\"%s\":\"%s\"}}".formatted(uid, clock.instant()));
                deletePod(name);
            }
            case RunnerStep.DeleteRunner() -> runner(name).delete();
            case RunnerStep.Finish() -> {
                deletePod(name);
                runner(name).patch(MERGE, "{\"metadata\":{\"finalizers\":null}}");
            }
            case RunnerStep.Observe(var phase, var ready) ->
                status(name, "{\"phase\":\"%s\",\"ready\":%b}".formatted(phase, ready));
            case RunnerStep.Wait() -> {}
        }
    }

    private void status(String name, String json) {
        runner(name).subresource("status").patch(MERGE, "{\"status\":%s}".formatted(json));
    }

    private void deletePod(String name) {
        client.pods().inNamespace(set.namespace()).withName(name).delete();
    }

    private Resource<EphemeralRunner> runner(String name) {
        return client.resources(EphemeralRunner.class)
                .inNamespace(set.namespace())
                .withName(name);
    }

    private void submit(Runnable task) {
        try {
            queue.execute(() -> attempt(task));
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.DEBUG, "The controller of {0} is closed.", set.name());
        }
    }

    /** What went wrong, as where a name is not free yet, is tried again. */
    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (KubernetesClientException e) {
            LOG.log(System.Logger.Level.DEBUG, "Tried again for {0}: {1}", set.name(), e.getMessage());
            queue.schedule(() -> attempt(task), RETRY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Stops acting; the runners stay. */
    @Override
    public void close() {
        queue.shutdownNow();
        for (var informer : informers) {
            try {
                informer.close();
            } catch (Exception e) {
                throw new IllegalStateException("An informer could not be closed.", e);
            }
        }
    }

    private static <T extends HasMetadata> ResourceEventHandler<T> handler(BiConsumer<T, Boolean> changed) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                changed.accept(added, false);
            }

            @Override
            public void onUpdate(T before, T now) {
                changed.accept(now, false);
            }

            @Override
            public void onDelete(T last, boolean unknown) {
                changed.accept(last, true);
            }
        };
    }
}
