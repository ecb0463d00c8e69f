package dev.headwater.operator.storage;

import dev.headwater.operator.kube.Informers;
import dev.headwater.operator.kube.Role;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;

/** Probes as events for those who wait for their results: what one says of itself, and not each step on its way. */
public final class ProbeEvents {

    /** Events when a probe comes to nothing or to its end, and when it is deleted. */
    public static InformerEventSourceConfiguration.Builder<ConfigMap> of(
            Class<? extends HasMetadata> primary, String vault) {
        return Informers.ofVault(ConfigMap.class, primary, Role.PROBE, vault)
                .withOnAddFilter(_ -> false)
                .withOnUpdateFilter((probe, before) -> {
                    var now = ProbeJournal.of(probe);
                    var then = ProbeJournal.of(before);
                    return !now.verdict().equals(then.verdict())
                            || !now.obstacle().equals(then.obstacle());
                });
    }

    private ProbeEvents() {}
}
