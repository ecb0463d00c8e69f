package dev.headwater.node.runs;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Optional;
import java.util.function.Consumer;

/** Watches the runs of this node, and of no other. It starts without an API server and finds it when it comes. */
public final class RunWatcher implements AutoCloseable {
    private static final String NODE_FIELD = "spec.pod.node";

    private final SharedIndexInformer<BuildSnapshotRun> informer;

    /**
     * Starts to watch.
     *
     * @param onChange is given the name of each run that appears, changes or goes
     */
    public RunWatcher(KubernetesClient client, String node, Consumer<String> onChange) {
        this.informer = client.resources(BuildSnapshotRun.class)
                .inAnyNamespace()
                .withField(NODE_FIELD, node)
                .runnableInformer(0)
                .itemStore(new LeanStore())
                .addEventHandler(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(BuildSnapshotRun run) {
                        onChange.accept(run.getMetadata().getName());
                    }

                    @Override
                    public void onUpdate(BuildSnapshotRun before, BuildSnapshotRun after) {
                        onChange.accept(after.getMetadata().getName());
                    }

                    @Override
                    public void onDelete(BuildSnapshotRun run, boolean unknown) {
                        onChange.accept(run.getMetadata().getName());
                    }
                })
                .exceptionHandler((started, failure) -> true);
        var starting = informer.start();
        starting.whenComplete((done, failure) -> {});
    }

    /** What the API server last said of a run. */
    public Optional<RunStatus> status(String namespace, String name) {
        return last(namespace, name).map(BuildSnapshotRun::getStatus);
    }

    /** What the API server last said of the object; nothing to go by before the first list is complete and while the watch is broken. */
    public RunReporter.Seen seen(String namespace, String name) {
        if (!informer.hasSynced() || !informer.isWatching()) {
            return new RunReporter.Seen.Unknown();
        }
        return last(namespace, name)
                .<RunReporter.Seen>map(RunReporter.Seen.There::new)
                .orElseGet(RunReporter.Seen.Nowhere::new);
    }

    private Optional<BuildSnapshotRun> last(String namespace, String name) {
        return Optional.ofNullable(informer.getIndexer().getByKey(namespace + "/" + name));
    }

    @Override
    public void close() {
        informer.stop();
    }

    /** Keeps runs without their managed fields, which are half of an object's size and say nothing to us. */
    private static final class LeanStore extends BasicItemStore<BuildSnapshotRun> {
        LeanStore() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public BuildSnapshotRun put(String key, BuildSnapshotRun run) {
            run.getMetadata().setManagedFields(null);
            return super.put(key, run);
        }
    }
}
