package dev.headwater.operator.explain;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.JobPodReader;
import dev.headwater.operator.restore.CandidateGatherer;
import dev.headwater.operator.restore.RestoreFacts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Answers questions about restores, from what the API server says now. */
public final class Explainer {
    private final KubernetesClient client;
    private final CandidateGatherer gatherer;
    private final JobPodReader pods;

    public Explainer(KubernetesClient client, CandidateGatherer gatherer) {
        this.client = client;
        this.gatherer = gatherer;
        this.pods = new JobPodReader(client);
    }

    /**
     * What a run of {@code stream=NAMESPACE/NAME} at {@code ref} would get, or what {@code run=NAMESPACE/NAME} would get if it asked now.
     *
     * @throws IllegalArgumentException with a sentence, for a question that cannot be answered
     */
    public Explanation explain(Map<String, String> parameters) {
        var unknown = new TreeSet<>(parameters.keySet());
        unknown.removeAll(Set.copyOf(Question.PARAMETERS));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("%s is no parameter; these are: %s."
                    .formatted(unknown.first(), String.join(", ", Question.PARAMETERS)));
        }
        return Explanation.of(parameters.containsKey("run") ? ofRun(parameters) : ofStream(parameters));
    }

    private RestoreFacts ofRun(Map<String, String> parameters) {
        var run = named(BuildSnapshotRun.class, "run", parameters);
        var pod = pods.read(run.getMetadata().getNamespace(), run.getSpec().pod());
        return gatherer.gather(run, pod, Set.of());
    }

    private RestoreFacts ofStream(Map<String, String> parameters) {
        var stream = named(BuildSnapshotStream.class, "stream", parameters);
        var question = Question.of(stream.getSpec(), parameters);
        return gatherer.gather(stream.getMetadata().getNamespace(), question.spec(), question.trust());
    }

    private <R extends HasMetadata> R named(Class<R> type, String parameter, Map<String, String> parameters) {
        var name = parameters.getOrDefault(parameter, "").split("/", -1);
        if (name.length != 2 || name[0].isEmpty() || name[1].isEmpty()) {
            throw new IllegalArgumentException("%s is missing: NAMESPACE/NAME.".formatted(parameter));
        }
        return Optional.ofNullable(client.resources(type)
                        .inNamespace(name[0])
                        .withName(name[1])
                        .get())
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no %s %s in namespace %s.".formatted(parameter, name[1], name[0])));
    }
}
