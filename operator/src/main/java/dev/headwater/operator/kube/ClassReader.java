package dev.headwater.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotClass;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the classes that volumes and snapshots are made with. */
public final class ClassReader {
    private static final String DEFAULT_STORAGE = "storageclass.kubernetes.io/is-default-class";
    private static final String DEFAULT_SNAPSHOT = "snapshot.storage.kubernetes.io/is-default-class";

    private final KubernetesClient client;

    public ClassReader(KubernetesClient client) {
        this.client = client;
    }

    /** The class of this name, or the cluster's default where none is named; of several defaults the newest, as the API server does. */
    public Optional<StorageClass> storage(Optional<String> name) {
        return name.isPresent()
                ? Optional.ofNullable(client.storage()
                        .v1()
                        .storageClasses()
                        .withName(name.get())
                        .get())
                : defaults(client.storage().v1().storageClasses().list().getItems().stream(), DEFAULT_STORAGE)
                        .max(Comparator.comparing(found -> found.getMetadata().getCreationTimestamp()));
    }

    /** The class of this name, or the default of the driver where none is named; of several defaults none, as the controller does. */
    public Optional<VolumeSnapshotClass> snapshot(Optional<String> name, String driver) {
        if (name.isPresent()) {
            return Optional.ofNullable(client.resources(VolumeSnapshotClass.class)
                    .withName(name.get())
                    .get());
        }
        var found = defaults(client.resources(VolumeSnapshotClass.class).list().getItems().stream(), DEFAULT_SNAPSHOT)
                .filter(known -> driver.equals(known.getDriver()))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static <R extends HasMetadata> Stream<R> defaults(Stream<R> classes, String annotation) {
        return classes.filter(known ->
                VaultObject.annotation(known, annotation).filter("true"::equals).isPresent());
    }
}
