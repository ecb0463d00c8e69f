package dev.headwater.operator.storage;

import dev.headwater.operator.kube.ClassReader;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.model.ClassNames;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.Set;

/** Reads how the classes that a policy names stand. */
public final class StandingGatherer {
    private final SetupGatherer setups;
    private final Probes probes;
    private final Set<String> trusted;
    private final String vault;

    public StandingGatherer(KubernetesClient client, String vault, ProbeSettings settings) {
        this.setups = new SetupGatherer(new SnapshotReader(client, vault), new ClassReader(client));
        this.probes = new Probes(client, vault);
        this.trusted = settings.trustedDrivers();
        this.vault = vault;
    }

    public Standing gather(ClassNames names) {
        var setup = setups.gather(names);
        var probe = setup instanceof Setup.Sound(var classes) && !trusted.contains(classes.driver())
                ? probes.find(classes)
                : Optional.<ProbeJournal>empty();
        return StandingPolicy.of(setup, trusted, probe, vault);
    }

    /** Has the classes probed, unless somebody asked for that before. */
    public void askForProbe(ClassSet classes) {
        probes.request(classes);
    }
}
