package dev.headwater.operator.storage;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.kube.MergePatch;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Takes one step of a probe: an object made or deleted, or an entry in its journal. */
final class ProbeExecutor {
    /** A quota, an admission policy, or a class that asks for another claim: nothing that says anything of snapshots. */
    private static final Set<Integer> REFUSALS = Set.of(HttpURLConnection.HTTP_FORBIDDEN, 422);

    private final KubernetesClient client;
    private final ProbeSettings settings;

    ProbeExecutor(KubernetesClient client, ProbeSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    void act(ProbeStep step, ConfigMap probe, ProbeFacts facts, Instant now) {
        var journal = facts.journal();
        switch (step) {
            case ProbeStep.Begin _ -> write(probe, journal.begin(now), Map.of());
            case ProbeStep.Make(var part) -> make(part, probe, facts, now);
            case ProbeStep.Remove(var part) ->
                client.resource(Objects.requireNonNull(facts.objects().get(part)))
                        .delete();
            case ProbeStep.Own(var content) ->
                MergePatch.apply(client, content, Map.of("spec", Map.of("deletionPolicy", "Delete")));
            case ProbeStep.Poke(var content) -> poke(content, now);
            case ProbeStep.Reach reach -> write(probe, journal.reach(reach, now), Map.of());
            case ProbeStep.Suspect _ -> write(probe, journal.suspect(now), Map.of());
            case ProbeStep.GiveUp(var sentence) -> write(probe, journal.fail(sentence, now), Map.of());
            case ProbeStep.Conclude(var outcome, var sentence) ->
                write(
                        probe,
                        journal.conclude(outcome, sentence, now),
                        Map.of("kubernetes", client.getKubernetesVersion().getGitVersion()));
            case ProbeStep.Wait _, ProbeStep.Done _ -> {}
        }
    }

    private void make(ProbePart part, ConfigMap probe, ProbeFacts facts, Instant now) {
        try {
            client.resource(DesiredProbe.of(part, probe, facts, settings)).create();
        } catch (KubernetesClientException e) {
            if (!REFUSALS.contains(e.getCode())) {
                throw e;
            }
            var said = Optional.ofNullable(e.getStatus())
                    .flatMap(status -> Optional.ofNullable(status.getMessage()))
                    .orElseGet(() -> String.valueOf(e.getMessage()));
            write(probe, facts.journal().fail("The vault takes nothing more: " + said, now), Map.of());
        }
    }

    /** Refused by the API server if the probe is not as it was read. */
    private void write(ConfigMap probe, ProbeJournal journal, Map<String, String> more) {
        client.resource(DesiredProbe.kept(probe, journal, more))
                .lockResourceVersion()
                .update();
    }

    private void poke(VolumeSnapshotContent content, Instant now) {
        var at = now.truncatedTo(ChronoUnit.MILLIS).toString();
        MergePatch.apply(
                client, content, Map.of("metadata", Map.of("annotations", Map.of(Api.ANNOTATION_POLLED_AT, at))));
    }
}
