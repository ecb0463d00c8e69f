package dev.headwater.operator.app;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.run.RunPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the chart's hook asks before an uninstallation. Pods with a slot can neither start nor end without the node plugin, so they must
 * be gone first; then keepers and claims go, and snapshots stay. Streams lose the finalizer that nobody would take away any more.
 */
final class UninstallCheck {
    private static final Set<String> ENDED = Set.of("Failed", "Succeeded");
    private static final int NAMED = 10;

    private final KubernetesClient client;
    private final String vault;
    private final PrintStream out;
    private final Clock clock;

    UninstallCheck(KubernetesClient client, String vault, PrintStream out, Clock clock) {
        this.client = client;
        this.vault = vault;
        this.out = out;
        this.clock = clock;
    }

    /** Exit code: 0 after the vault was cleared, 1 if something still uses Headwater. */
    int run() {
        var users = Stream.concat(pods(), runs()).toList();
        if (!users.isEmpty()) {
            out.println(refusal(users));
            return 1;
        }
        delete(Pod.class, Role.KEEPER);
        delete(PersistentVolumeClaim.class, Role.CLAIM);
        client.resources(BuildSnapshotStream.class).inAnyNamespace().list().getItems().stream()
                .filter(stream -> stream.getMetadata().getFinalizers().contains(Api.FINALIZER_STREAM))
                .forEach(this::release);
        out.println("Nothing uses Headwater any more; keepers and claims of %s are deleted, snapshots stay."
                .formatted(vault));
        return 0;
    }

    /** The operator still runs; the time keeps it from putting the finalizer back. */
    private void release(BuildSnapshotStream stream) {
        client.resource(stream).edit(known -> {
            known.getMetadata().getFinalizers().remove(Api.FINALIZER_STREAM);
            var annotations =
                    new HashMap<>(Objects.requireNonNullElse(known.getMetadata().getAnnotations(), Map.of()));
            annotations.put(
                    Api.ANNOTATION_RELEASED_AT,
                    clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
            known.getMetadata().setAnnotations(annotations);
            return known;
        });
    }

    private static String refusal(List<String> users) {
        var more = users.size() > NAMED ? " and %d more".formatted(users.size() - NAMED) : "";
        return "Headwater is in use by %s%s. Delete these pods, or wait for their jobs and runs to end, and uninstall again."
                .formatted(String.join(", ", users.subList(0, Math.min(NAMED, users.size()))), more);
    }

    private Stream<String> pods() {
        return client.pods().inAnyNamespace().list().getItems().stream()
                .filter(pod -> !pod.getMetadata().getNamespace().equals(vault))
                .filter(pod -> !ENDED.contains(pod.getStatus().getPhase()))
                .filter(UninstallCheck::hasSlot)
                .map(pod -> "pod " + name(pod));
    }

    private Stream<String> runs() {
        return client.resources(BuildSnapshotRun.class).inAnyNamespace().list().getItems().stream()
                .filter(run -> !RunPolicy.isOver(run))
                .map(run -> "run " + name(run));
    }

    private static boolean hasSlot(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .anyMatch(volume -> volume.getCsi() != null
                        && Api.DRIVER.equals(volume.getCsi().getDriver()));
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    private <R extends HasMetadata> void delete(Class<R> type, Role role) {
        client.resources(type)
                .inNamespace(vault)
                .withLabel(Api.LABEL_ROLE, role.label())
                .list()
                .getItems()
                .forEach(object -> client.resource(object).delete());
    }
}
