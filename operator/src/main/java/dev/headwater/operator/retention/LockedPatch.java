package dev.headwater.operator.retention;

import dev.headwater.operator.kube.MergePatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;

/** Merge patches that the API server refuses if the object is not the one that was looked at, or has changed since. */
final class LockedPatch {

    /** Sets annotations; {@code null} removes one. */
    static <R extends HasMetadata> R annotate(KubernetesClient client, R object, Map<String, ?> annotations) {
        return merge(client, object, Map.of("annotations", annotations), Map.of());
    }

    /** The object as it is then. */
    static <R extends HasMetadata> R merge(
            KubernetesClient client, R object, Map<String, ?> metadata, Map<String, ?> rest) {
        var locked = new HashMap<String, Object>(metadata);
        locked.put("uid", object.getMetadata().getUid());
        locked.put("resourceVersion", object.getMetadata().getResourceVersion());
        var patch = new HashMap<String, Object>(rest);
        patch.put("metadata", locked);
        return MergePatch.apply(client, object, patch);
    }

    private LockedPatch() {}
}
