package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How objects of the vault belong to their run: by name, and by labels for those who come from the other side. */
public final class VaultObject {
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /**
     * Metadata of the run's object of this role. Without owner references: deleting a run or a stream must not delete data.
     *
     * @param stream hash of the stream's identity
     */
    public static ObjectMeta metadata(BuildSnapshotRun run, String vault, Role role, String stream) {
        return metadata(ResourceID.fromResource(run), run.getMetadata().getUid(), vault, role, stream);
    }

    /** The same, for a run that may be gone. */
    public static ObjectMeta metadata(ResourceID run, String runUid, String vault, Role role, String stream) {
        return new ObjectMetaBuilder()
                .withNamespace(vault)
                .withName(run.getName())
                .addToLabels(MANAGED_BY, "headwater")
                .addToLabels(Api.LABEL_ROLE, role.label())
                .addToLabels(Api.LABEL_RUN_NAMESPACE, run.getNamespace().orElseThrow())
                .addToLabels(Api.LABEL_RUN, run.getName())
                .addToLabels(Api.LABEL_STREAM, stream)
                .addToAnnotations(Api.ANNOTATION_RUN_UID, runUid)
                .build();
    }

    /** The run that an object of the vault was made for. */
    public static Optional<ResourceID> runOf(HasMetadata object) {
        var labels = Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of());
        return Optional.ofNullable(labels.get(Api.LABEL_RUN))
                .map(name -> new ResourceID(name, labels.get(Api.LABEL_RUN_NAMESPACE)));
    }

    /** {@link #runOf} for event sources. */
    public static Set<ResourceID> runsOf(HasMetadata object) {
        return runOf(object).map(Set::of).orElse(Set.of());
    }

    /** The value of an annotation. */
    public static Optional<String> annotation(HasMetadata object, String name) {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).map(annotations -> annotations.get(name));
    }

    /** The instant in an annotation; empty if it holds none. */
    public static Optional<Instant> instant(HasMetadata object, String name) {
        try {
            return annotation(object, name).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** How many attempts of its run had failed before the object was made. */
    public static int attempt(HasMetadata object) {
        return annotation(object, Api.ANNOTATION_ATTEMPT)
                .filter(number -> number.matches("[0-9]{1,3}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    /** Whether somebody asked for the object's deletion. */
    public static boolean isDeleting(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    private VaultObject() {}
}
