package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.kube.ClassReader;
import dev.headwater.operator.kube.StreamReader;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.stream.StreamFacts.Setup;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotClass;
import java.util.Objects;

/** Looks whether policy and classes of a stream are there, and fit each other. */
final class SetupGatherer {
    private static final String WAITING = "WaitForFirstConsumer";

    private final StreamReader streams;
    private final ClassReader classes;

    SetupGatherer(StreamReader streams, ClassReader classes) {
        this.streams = streams;
        this.classes = classes;
    }

    Setup gather(BuildSnapshotStream stream) {
        return streams.settings(stream)
                .map(this::of)
                .orElseGet(() -> new Setup.PolicyMissing(
                        Objects.requireNonNull(stream.getSpec().policyRef()).name()));
    }

    private Setup of(PolicySettings settings) {
        var name = settings.volume().storageClass();
        return classes.storage(name)
                .map(storage -> of(storage, settings))
                .orElseGet(() ->
                        name.<Setup>map(Setup.StorageClassMissing::new).orElseGet(Setup.NoDefaultStorageClass::new));
    }

    private Setup of(StorageClass storage, PolicySettings settings) {
        var name = storage.getMetadata().getName();
        if (!WAITING.equals(storage.getVolumeBindingMode())) {
            return new Setup.ImmediateBinding(name);
        }
        var driver = storage.getProvisioner();
        return classes.snapshot(settings.snapshotClass(), driver)
                .map(snapshots -> fit(name, driver, snapshots))
                .orElseGet(() -> settings.snapshotClass()
                        .<Setup>map(Setup.SnapshotClassMissing::new)
                        .orElseGet(() -> new Setup.NoDefaultSnapshotClass(driver)));
    }

    private static Setup fit(String storageClass, String driver, VolumeSnapshotClass snapshots) {
        return driver.equals(snapshots.getDriver())
                ? new Setup.Sound()
                : new Setup.ForeignDriver(
                        storageClass, driver, snapshots.getMetadata().getName(), snapshots.getDriver());
    }
}
