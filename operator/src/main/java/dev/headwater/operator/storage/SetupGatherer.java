package dev.headwater.operator.storage;

import dev.headwater.operator.kube.ClassReader;
import dev.headwater.operator.kube.SnapshotReader;
import dev.headwater.operator.model.ClassNames;
import dev.headwater.operator.storage.ClassSet.Named;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotClass;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks whether the classes of a policy are there, and fit each other. */
final class SetupGatherer {
    private static final String WAITING = "WaitForFirstConsumer";
    private static final String RETAIN = "Retain";

    private final SnapshotReader snapshots;
    private final ClassReader classes;

    SetupGatherer(SnapshotReader snapshots, ClassReader classes) {
        this.snapshots = snapshots;
        this.classes = classes;
    }

    Setup gather(ClassNames names) {
        if (!snapshots.isServed()) {
            return new Setup.NoSnapshotApi();
        }
        return classes.storage(names.storage())
                .map(storage -> of(storage, names))
                .orElseGet(() -> names.storage()
                        .<Setup>map(Setup.StorageClassMissing::new)
                        .orElseGet(Setup.NoDefaultStorageClass::new));
    }

    private Setup of(StorageClass storage, ClassNames names) {
        var restore = names.restore().map(name -> classes.storage(Optional.of(name)));
        if (restore.filter(Optional::isEmpty).isPresent()) {
            return new Setup.RestoreClassMissing(names.restore().orElseThrow());
        }
        return of(storage, restore.map(Optional::orElseThrow).orElse(storage), names.snapshot());
    }

    private Setup of(StorageClass storage, StorageClass restore, Optional<String> snapshots) {
        var driver = storage.getProvisioner();
        return Stream.of(storage, restore)
                .flatMap(found -> unfit(found).stream())
                .findFirst()
                .orElseGet(() -> classes.snapshot(snapshots, driver)
                        .map(found -> fit(storage, restore, found))
                        .orElseGet(() -> snapshots
                                .<Setup>map(Setup.SnapshotClassMissing::new)
                                .orElseGet(() -> new Setup.NoDefaultSnapshotClass(driver))));
    }

    private static Optional<Setup> unfit(StorageClass storage) {
        var name = storage.getMetadata().getName();
        if (!WAITING.equals(storage.getVolumeBindingMode())) {
            return Optional.of(new Setup.ImmediateBinding(name));
        }
        return RETAIN.equals(storage.getReclaimPolicy())
                ? Optional.of(new Setup.RetainedVolumes(name))
                : Optional.empty();
    }

    private static Setup fit(StorageClass storage, StorageClass restore, VolumeSnapshotClass snapshots) {
        var driver = storage.getProvisioner();
        if (!driver.equals(restore.getProvisioner())) {
            return new Setup.ForeignRestoreClass(
                    storage.getMetadata().getName(),
                    driver,
                    restore.getMetadata().getName(),
                    restore.getProvisioner());
        }
        return driver.equals(snapshots.getDriver())
                ? new Setup.Sound(new ClassSet(driver, named(storage), named(restore), named(snapshots)))
                : new Setup.ForeignDriver(
                        storage.getMetadata().getName(),
                        driver,
                        snapshots.getMetadata().getName(),
                        snapshots.getDriver());
    }

    private static Named named(HasMetadata object) {
        return new Named(object.getMetadata().getName(), object.getMetadata().getUid());
    }
}
