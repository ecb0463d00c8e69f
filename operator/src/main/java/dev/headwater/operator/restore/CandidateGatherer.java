package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.kube.ClassReader;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Proven;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;
import dev.headwater.operator.trust.Runner;
import dev.headwater.operator.trust.RunnerGatherer;
import dev.headwater.operator.trust.TrustPolicy;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what a restore decision rests on. A look that fails throws, and the run is looked at again. */
public final class CandidateGatherer {
    private final StreamReader streams;
    private final SnapshotReader snapshots;
    private final SnapshotCatalog catalog;
    private final MatchGatherer matches;
    private final ClassReader classes;
    private final RunnerGatherer runners;

    public CandidateGatherer(
            KubernetesClient client, StreamReader streams, SnapshotReader snapshots, SnapshotCatalog catalog) {
        this.streams = streams;
        this.catalog = catalog;
        this.snapshots = snapshots;
        this.matches = new MatchGatherer(streams, snapshots);
        this.classes = new ClassReader(client);
        this.runners = new RunnerGatherer(client);
    }

    /**
     * For a run.
     *
     * @param broken names of snapshots, or of their contents, that no volume could be made of for it
     */
    public RestoreFacts gather(BuildSnapshotRun run, JobPod pod, Set<String> broken) {
        var runner = pod.present().map(runners::gather).orElseGet(Runner.Unknown::new);
        return gather(
                run.getMetadata().getNamespace(),
                run.getSpec(),
                pod,
                TrustPolicy.attest(run.getSpec().job(), runner, Proven.of(run.getStatus(), TokenUse.RESTORE))
                        .level(),
                broken);
    }

    /** For a run that there is not: whoever asks says how far it is to be trusted. */
    public RestoreFacts gather(String namespace, RunSpec spec, TrustLevel trust) {
        return gather(namespace, spec, new JobPod.Unread(), trust, Set.of());
    }

    /** What a volume of the run is made with, as far as stream or policy still say it. */
    public Optional<PolicySettings> settings(BuildSnapshotRun run) {
        return match(run) instanceof StreamMatch.Serves serves ? Optional.of(serves.settings()) : Optional.empty();
    }

    /** What serves the run's request now. */
    public StreamMatch match(BuildSnapshotRun run) {
        return matches.match(run.getMetadata().getNamespace(), run.getSpec());
    }

    /** What is in the catalog counts if it leads to a snapshot. That there is none, only the API server can say. */
    private RestoreFacts gather(String namespace, RunSpec spec, JobPod pod, TrustLevel trust, Set<String> broken) {
        var match = matches.match(namespace, spec);
        if (!(match instanceof StreamMatch.Serves serves)) {
            return new RestoreFacts(namespace, spec, pod, match, Candidates.none(trust));
        }
        var driver = driver(serves.settings());
        var streamRules = rules(StreamIdentity.of(namespace, spec), spec.request(), serves);
        Function<Function<String, List<Snapshot>>, RestoreFacts> facts = reading -> new RestoreFacts(
                namespace, spec, pod, match, new Candidates(sources(streamRules, reading), driver, trust, broken));
        var known = Optional.of(catalog)
                .filter(SnapshotCatalog::isCurrent)
                .map(current -> facts.apply(current::ofStream))
                .filter(found -> RestorePolicy.serve(found) instanceof RestoreDecision.FromSnapshot);
        return known.orElseGet(() -> facts.apply(snapshots::ofStream));
    }

    private Optional<String> driver(PolicySettings settings) {
        return classes.storage(settings.volume().storageClass()).map(StorageClass::getProvisioner);
    }

    private static List<Source> sources(
            Map<StreamIdentity, StreamRules> streams, Function<String, List<Snapshot>> reading) {
        return streams.entrySet().stream()
                .map(stream -> new Source(
                        stream.getKey(),
                        stream.getValue(),
                        reading.apply(stream.getKey().hash())))
                .toList();
    }

    private Map<StreamIdentity, StreamRules> rules(
            StreamIdentity own, RunSpec.Request request, StreamMatch.Serves serves) {
        var all = new HashMap<>(related(own, request, serves.settings().origins()));
        all.put(own, serves.rules());
        return all;
    }

    /** Only what an object stands for: of a stream that was deleted nobody says any more what may not be restored. */
    private Map<StreamIdentity, StreamRules> related(
            StreamIdentity own, RunSpec.Request request, PolicySettings.Origins origins) {
        var prefixes = request.restoreKeys();
        if (prefixes == null || origins.keyPrefixes().isEmpty()) {
            return Map.of();
        }
        return streams.atPath(own.namespace(), own.path()).stream()
                .filter(stream -> prefixes.stream().anyMatch(stream.getSpec().key()::startsWith))
                .collect(Collectors.toMap(
                        stream -> StreamIdentity.of(own.namespace(), stream.getSpec()),
                        Function.identity(),
                        BinaryOperator.minBy(StreamReader.PRECEDENCE)))
                .entrySet()
                .stream()
                .filter(other ->
                        other.getKey().isRelatedTo(own) && !other.getKey().equals(own))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        other -> StreamRules.of(other.getValue().getSpec())));
    }
}
