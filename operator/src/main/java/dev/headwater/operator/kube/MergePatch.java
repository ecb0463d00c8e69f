package dev.headwater.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** Changes to objects that others write at the same time: what is named is ours, and nothing else is touched. */
public final class MergePatch {

    /**
     * The object as it is then.
     *
     * @param patch as JSON; {@code null} removes a field
     */
    public static <R extends HasMetadata> R apply(KubernetesClient client, R object, Map<String, ?> patch) {
        return client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
    }

    private MergePatch() {}
}
