package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.operator.kube.IndexedStore;
import dev.headwater.operator.model.Uses;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All runs by stream, and by the snapshot they were given; kept up to date by a watch, of which only a few fields are kept. */
final class RunCatalog {
    private final IndexedStore<BuildSnapshotRun, RunTrace> runs =
            new IndexedStore<>(RunTrace::of, RunTrace::keys, BuildSnapshotRun::new);

    private final KubernetesClient client;
    private @Nullable SharedIndexInformer<BuildSnapshotRun> watch;

    RunCatalog(KubernetesClient client) {
        this.client = client;
    }

    /** Those that asked for this stream and have arrived. */
    List<RunTrace> ofStream(String stream) {
        return runs.of(stream);
    }

    /** The streams that runs asked for, whether there are any such streams or not. */
    Set<String> streams() {
        return runs.keys().stream().filter(RunTrace::isStream).collect(Collectors.toSet());
    }

    /** Those whose volumes were made of this snapshot. */
    List<RunTrace> of(String snapshot) {
        return runs.of(RunTrace.ofSnapshot(snapshot));
    }

    /** What the runs that have arrived tell of a snapshot's use. */
    Uses uses(String snapshot) {
        return of(snapshot).stream().map(RunTrace::uses).reduce(Uses.NONE, Uses::and);
    }

    /** Whether the watch is alive and has seen everything that there was when it began. The first question begins it. */
    synchronized boolean isCurrent() {
        var known = Optional.ofNullable(watch).orElseGet(this::begin);
        return known.hasSynced() && known.isWatching();
    }

    private SharedIndexInformer<BuildSnapshotRun> begin() {
        var begun = client.resources(BuildSnapshotRun.class)
                .inAnyNamespace()
                .runnableInformer(0)
                .itemStore(runs);
        begun.start();
        watch = begun;
        return begun;
    }
}
