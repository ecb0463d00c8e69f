package dev.headwater.e2e.arc;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The objects of one runner, as actions-runner-controller makes them. */
final class DesiredRunner {
    /** Label of all that belongs to a scale set. */
    static final String SET = "actions.github.com/scale-set-name";

    private static final String FINALIZER = "ephemeralrunner.actions.github.com/finalizer";

    private DesiredRunner() {}

    static EphemeralRunner of(ScaleSet set, String name) {
        var runner = new EphemeralRunner();
        runner.setMetadata(new ObjectMetaBuilder()
                .withNamespace(set.namespace())
                .withName(name)
                .withLabels(labels(set))
                .withFinalizers(FINALIZER)
                .build());
        var template = set.template();
        runner.setSpec(new EphemeralRunner.Spec(
                Objects.requireNonNullElseGet(template.getMetadata(), () -> new ObjectMetaBuilder().build()),
                template.getSpec()));
        return runner;
    }

    /** It has the runner's name, and the template's labels win. */
    static Pod podOf(EphemeralRunner runner) {
        var metadata = runner.getMetadata();
        var labels = new HashMap<>(metadata.getLabels());
        labels.putAll(runner.getSpec().metadata().getLabels());
        labels.put("actions-ephemeral-runner", "True");
        // @formatter:off
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withLabels(labels)
                .withAnnotations(runner.getSpec().metadata().getAnnotations())
                .addNewOwnerReference()
                .withApiVersion(runner.getApiVersion())
                .withKind(runner.getKind())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .endMetadata()
                .withSpec(runner.getSpec().spec())
                .build();
        // @formatter:on
    }

    private static Map<String, String> labels(ScaleSet set) {
        return Map.of(
                "app.kubernetes.io/part-of",
                "gha-runner-scale-set",
                "app.kubernetes.io/component",
                "runner",
                SET,
                set.name(),
                "actions.github.com/scale-set-namespace",
                set.namespace());
    }
}
