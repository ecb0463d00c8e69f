package dev.headwater.operator.proof;

import dev.headwater.api.v1alpha1.Api;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /v1/proofs} with the bearer token of a node plugin: a token of a job. 503 asks to try again soon. */
public final class ProofEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(ProofEndpoint.class);
    private static final String BEARER = "Bearer ";
    private static final long MOST_BYTES = 32 << 10;

    private final CallerGatherer callers;
    private final ProofDesk desk;

    public ProofEndpoint(CallerGatherer callers, ProofDesk desk) {
        this.callers = callers;
        this.desk = desk;
    }

    /** Off the event loop, because it asks the API server. */
    void route(Router router) {
        router.post(Api.PROOFS_PATH)
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .blockingHandler(this::answer, false);
    }

    private void answer(RoutingContext context) {
        try {
            context.response().setStatusCode(status(context)).end();
        } catch (KubernetesClientException e) {
            LOG.warn("a token of a job was not taken: {}", e.getMessage());
            context.response().setStatusCode(HttpURLConnection.HTTP_UNAVAILABLE).end();
        }
    }

    /** Nothing of the body is looked at before it is known who sent it. */
    private int status(RoutingContext context) {
        var node = Optional.ofNullable(context.request().getHeader("Authorization"))
                .filter(header -> header.startsWith(BEARER))
                .flatMap(header -> callers.node(header.substring(BEARER.length())));
        if (node.isEmpty()) {
            return HttpURLConnection.HTTP_UNAUTHORIZED;
        }
        return Optional.ofNullable(context.body().asString())
                .flatMap(Presented::parse)
                .map(presented -> status(desk.take(presented, node.get())))
                .orElse(HttpURLConnection.HTTP_BAD_REQUEST);
    }

    private static int status(ProofDesk.Outcome outcome) {
        return switch (outcome) {
            case WRITTEN -> HttpURLConnection.HTTP_NO_CONTENT;
            case NO_RUN -> HttpURLConnection.HTTP_NOT_FOUND;
            case FOREIGN_NODE -> HttpURLConnection.HTTP_FORBIDDEN;
            case LATER -> HttpURLConnection.HTTP_UNAVAILABLE;
        };
    }
}
