package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.Api;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an update of an object says to us. Provisioner, scheduler and others keep notes of their own in metadata: each volume that is made of a
 * snapshot puts a finalizer on it and takes it away again, which must not wake everybody whom the snapshot concerns.
 */
final class News {
    private static final String OURS = Api.GROUP + "/";

    static boolean isIn(HasMetadata now, HasMetadata before) {
        return !said(now).equals(said(before));
    }

    private static List<Object> said(HasMetadata object) {
        var metadata = object.getMetadata();
        return Arrays.asList(
                metadata.getUid(),
                metadata.getDeletionTimestamp(),
                metadata.getLabels(),
                annotations(metadata),
                switch (object) {
                    case PersistentVolumeClaim claim -> Arrays.asList(claim.getSpec(), claim.getStatus());
                    case Pod pod -> Arrays.asList(pod.getSpec(), pod.getStatus());
                    case VolumeSnapshot snapshot -> Arrays.asList(snapshot.getSpec(), snapshot.getStatus());
                    default -> object;
                });
    }

    private static Map<String, String> annotations(ObjectMeta metadata) {
        return Optional.ofNullable(metadata.getAnnotations()).orElse(Map.of()).entrySet().stream()
                .filter(annotation -> annotation.getKey().startsWith(OURS))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, annotation -> Objects.requireNonNullElse(annotation.getValue(), "")));
    }

    private News() {}
}
