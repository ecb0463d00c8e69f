package dev.headwater.node.runs;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.node.record.RecordStore;
import dev.headwater.node.record.RunRecord;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/**
 * Tells the API server what it lacks: the difference between a run's record and the object, as it was last seen. It can be called at any
 * time and as often as one likes: what is told twice changes nothing, and a run that was deleted by mistake is created again.
 */
public final class RunReporter {
    private static final Logger LOG = System.getLogger(RunReporter.class.getName());
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Api.NODE_PLUGIN_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final RecordStore<RunRecord> records;
    private final Sight sight;

    /** What is known of a run's object without asking for it. */
    public sealed interface Seen {
        /** This is what the API server last said. */
        record There(BuildSnapshotRun run) implements Seen {}

        /** The API server has not said that there is one, and would have. */
        record Nowhere() implements Seen {}

        /** Nobody watches at the moment: ask. */
        record Unknown() implements Seen {}
    }

    /** Who knows of runs. */
    @FunctionalInterface
    public interface Sight {
        Seen of(String namespace, String name);
    }

    /** What the cluster says of a run once everything is reported. */
    public enum Outcome {
        /** More may happen. */
        OPEN,
        /** Nothing more will happen: it is complete, or its namespace is gone. */
        COMPLETE
    }

    /**
     * @param sight may lag behind; each change that it sees later must lead to another {@link #report}
     */
    public RunReporter(KubernetesClient client, RecordStore<RunRecord> records, Sight sight) {
        this.client = client;
        this.records = records;
        this.sight = sight;
    }

    /**
     * Reports the run; unknown ones and those known to be complete are left alone.
     *
     * @throws KubernetesClientException if the API server is away or refuses; to be tried again
     */
    public Outcome report(String name) {
        var record = records.get(name).filter(known -> !known.local().complete());
        return record.map(this::report).orElse(Outcome.OPEN);
    }

    /** The answer before the release: whoever sees that a run is over finds in it what the job was told. */
    private Outcome report(RunRecord record) {
        var found = found(record);
        if (found.isPresent() && !DesiredRun.owesRelease(record, found.get())) {
            return reportStatus(record, found.get());
        }
        found.filter(run -> DesiredRun.owesAnswer(record, run)).ifPresent(run -> reportStatus(record, run));
        try {
            return reportStatus(record, apply(DesiredRun.run(record)));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                LOG.log(
                        Level.INFO,
                        "{0} is not reported: its namespace is gone",
                        record.ask().run());
                return Outcome.COMPLETE;
            }
            throw e;
        }
    }

    private Optional<BuildSnapshotRun> found(RunRecord record) {
        var ask = record.ask();
        return switch (sight.of(ask.namespace(), ask.run())) {
            case Seen.There(var run) -> Optional.of(run);
            case Seen.Nowhere() -> Optional.empty();
            case Seen.Unknown() ->
                Optional.ofNullable(client.resources(BuildSnapshotRun.class)
                        .inNamespace(ask.namespace())
                        .withName(ask.run())
                        .get());
        };
    }

    private Outcome reportStatus(RunRecord record, BuildSnapshotRun actual) {
        DesiredRun.status(record, actual)
                .ifPresent(
                        status -> client.resource(status).subresource("status").patch(APPLY));
        return complete(actual) && actual.getSpec().released() != null ? Outcome.COMPLETE : Outcome.OPEN;
    }

    /** All that this plugin writes of a spec, each time: what a manager no longer applies would be removed. */
    private BuildSnapshotRun apply(BuildSnapshotRun run) {
        return client.resource(run)
                .fieldManager(Api.NODE_PLUGIN_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    private static boolean complete(BuildSnapshotRun run) {
        return Optional.ofNullable(run.getStatus()).map(RunStatus::conditions).orElse(List.of()).stream()
                .anyMatch(condition -> ConditionType.Complete.name().equals(condition.getType())
                        && "True".equals(condition.getStatus()));
    }
}
