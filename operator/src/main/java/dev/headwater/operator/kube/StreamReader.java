package dev.headwater.operator.kube;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotPolicy;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.model.OnDemandRules;
import dev.headwater.operator.model.PolicySettings;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads streams and policies from the API server itself. */
public final class StreamReader {
    /** The characters that keys and paths of streams consist of; others would have to be escaped in a field selector. */
    private static final Pattern SELECTABLE = Pattern.compile("[A-Za-z0-9._/-]+");

    /** Of streams of one identity the first one serves: a person's before one that was made on first use, then the older one. */
    public static final Comparator<BuildSnapshotStream> PRECEDENCE = Comparator.comparing(StreamReader::isOnDemand)
            .thenComparing(stream -> stream.getMetadata().getCreationTimestamp())
            .thenComparing(stream -> stream.getMetadata().getName());

    private final KubernetesClient client;

    public StreamReader(KubernetesClient client) {
        this.client = client;
    }

    /** The streams of a namespace with this key and path, of whatever repository. */
    public List<BuildSnapshotStream> find(String namespace, String key, String path) {
        if (!SELECTABLE.matcher(key).matches() || !SELECTABLE.matcher(path).matches()) {
            return List.of();
        }
        return alive(client.resources(BuildSnapshotStream.class)
                .inNamespace(namespace)
                .withField("spec.key", key)
                .withField("spec.path", path)
                .list());
    }

    /** One stream by name. */
    public Optional<BuildSnapshotStream> named(String namespace, String name) {
        return Optional.ofNullable(client.resources(BuildSnapshotStream.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    /** What holds for the stream: its policy, or the defaults where it names none; empty if the policy does not exist. */
    public Optional<PolicySettings> settings(BuildSnapshotStream stream) {
        var reference = stream.getSpec().policyRef();
        return reference == null
                ? Optional.of(PolicySettings.DEFAULT)
                : settings(stream.getMetadata().getNamespace(), reference.name());
    }

    /** What the policies of a namespace make on first use. */
    public List<OnDemandRules> onDemand(String namespace) {
        return client.resources(BuildSnapshotPolicy.class).inNamespace(namespace).list().getItems().stream()
                .flatMap(policy -> OnDemandRules.of(policy).stream())
                .toList();
    }

    /** What holds under this policy; empty if it does not exist. */
    public Optional<PolicySettings> settings(String namespace, String policy) {
        return Optional.ofNullable(client.resources(BuildSnapshotPolicy.class)
                        .inNamespace(namespace)
                        .withName(policy)
                        .get())
                .map(known -> PolicySettings.of(known.getSpec()));
    }

    /** The streams of a namespace that were made on first use for this policy. */
    public List<BuildSnapshotStream> madeFor(String namespace, String policy) {
        return client
                .resources(BuildSnapshotStream.class)
                .inNamespace(namespace)
                .withLabel(Api.LABEL_ON_DEMAND)
                .list()
                .getItems()
                .stream()
                .filter(stream -> Optional.ofNullable(stream.getSpec().policyRef())
                        .filter(reference -> reference.name().equals(policy))
                        .isPresent())
                .toList();
    }

    /** The streams of a namespace with this path, whatever their keys. */
    public List<BuildSnapshotStream> atPath(String namespace, String path) {
        return SELECTABLE.matcher(path).matches()
                ? alive(client.resources(BuildSnapshotStream.class)
                        .inNamespace(namespace)
                        .withField("spec.path", path)
                        .list())
                : List.of();
    }

    /** Whether the stream was made on first use. */
    public static boolean isOnDemand(BuildSnapshotStream stream) {
        return Optional.ofNullable(stream.getMetadata().getLabels())
                .filter(labels -> labels.containsKey(Api.LABEL_ON_DEMAND))
                .isPresent();
    }

    private static List<BuildSnapshotStream> alive(KubernetesResourceList<BuildSnapshotStream> list) {
        return list.getItems().stream()
                .filter(stream -> !VaultObject.isDeleting(stream))
                .toList();
    }
}
