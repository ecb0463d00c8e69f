package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.model.PolicySettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads streams and policies from the API server itself. */
public final class StreamReader {
    /** The characters that keys and paths of streams consist of; others would have to be escaped in a field selector. */
    private static final Pattern SELECTABLE = Pattern.compile("[A-Za-z0-9._/-]+");

    private final KubernetesClient client;

    public StreamReader(KubernetesClient client) {
        this.client = client;
    }

    /** The streams of a namespace with this key and path, of whatever repository. */
    public List<BuildSnapshotStream> find(String namespace, String key, String path) {
        if (!SELECTABLE.matcher(key).matches() || !SELECTABLE.matcher(path).matches()) {
            return List.of();
        }
        return client
                .resources(BuildSnapshotStream.class)
                .inNamespace(namespace)
                .withField("spec.key", key)
                .withField("spec.path", path)
                .list()
                .getItems()
                .stream()
                .filter(stream -> !VaultObject.isDeleting(stream))
                .toList();
    }

    /** A stream by name. */
    public Optional<BuildSnapshotStream> named(String namespace, String name) {
        return Optional.ofNullable(client.resources(BuildSnapshotStream.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    /** What holds for the stream: its policy, or the defaults where it names none; empty if the policy does not exist. */
    public Optional<PolicySettings> settings(BuildSnapshotStream stream) {
        var reference = stream.getSpec().policyRef();
        if (reference == null) {
            return Optional.of(PolicySettings.DEFAULT);
        }
        return Optional.ofNullable(client.resources(BuildSnapshotPolicy.class)
                        .inNamespace(stream.getMetadata().getNamespace())
                        .withName(reference.name())
                        .get())
                .map(policy -> PolicySettings.of(policy.getSpec()));
    }

    public boolean hasStorageClass(String name) {
        return client.storage().v1().storageClasses().withName(name).get() != null;
    }
}
