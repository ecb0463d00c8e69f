package dev.headwater.operator.proof;

import dev.headwater.api.v1alpha1.Api;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/** Asks the API server who is calling. */
public final class CallerGatherer {
    /** Service account of the node plugins, as the chart names it. */
    private static final String NODE_PLUGIN = "headwater-node-plugin";

    /** In tokens that a kubelet asked for: the node of the pod that they were issued for. */
    private static final String NODE = "authentication.kubernetes.io/node-name";

    private final KubernetesClient client;
    private final String nodePlugin;

    /** @param namespace of the release */
    public CallerGatherer(KubernetesClient client, String namespace) {
        this.client = client;
        this.nodePlugin = "system:serviceaccount:%s:%s".formatted(namespace, NODE_PLUGIN);
    }

    /** The node whose plugin this token was issued for, for this very purpose; empty for everybody else. */
    Optional<String> node(String token) {
        var review = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .withAudiences(Api.OPERATOR_SERVICE)
                .endSpec()
                .build();
        return Optional.ofNullable(client.tokenReviews().create(review).getStatus())
                .filter(status -> Boolean.TRUE.equals(status.getAuthenticated()))
                .filter(status -> status.getAudiences().contains(Api.OPERATOR_SERVICE))
                .filter(status -> nodePlugin.equals(status.getUser().getUsername()))
                .map(TokenReviewStatus::getUser)
                .map(user -> user.getExtra().getOrDefault(NODE, List.of()))
                .filter(nodes -> nodes.size() == 1)
                .map(List::getFirst);
    }
}
