package dev.headwater.operator.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code GET /explain}: JSON, or text with {@code Accept: text/plain}. Served on the loopback address alone, so that only who may forward
 * a port of the operator's pod, or run a command in it, can ask.
 */
public final class ExplainEndpoint {
    public static final String PATH = "/explain";

    private static final String TEXT = "text/plain";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Explainer explainer;

    public ExplainEndpoint(Explainer explainer) {
        this.explainer = explainer;
    }

    /** Off the event loop, because it asks the API server. */
    public void route(Router router) {
        router.get(PATH).blockingHandler(this::answer, false);
    }

    private void answer(RoutingContext context) {
        try {
            var explanation = explainer.explain(parameters(context));
            var accept = String.valueOf(context.request().getHeader("Accept"));
            if (accept.contains(TEXT)) {
                send(context, HttpURLConnection.HTTP_OK, TEXT + "; charset=utf-8", explanation.text());
            } else {
                send(context, HttpURLConnection.HTTP_OK, "application/json", JSON.writeValueAsString(explanation));
            }
        } catch (IllegalArgumentException e) {
            send(context, HttpURLConnection.HTTP_BAD_REQUEST, TEXT, e.getMessage() + "\n");
        } catch (KubernetesClientException e) {
            send(
                    context,
                    HttpURLConnection.HTTP_UNAVAILABLE,
                    TEXT,
                    "The API server could not be asked: " + e.getMessage() + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings has a JSON form", e);
        }
    }

    private static Map<String, String> parameters(RoutingContext context) {
        return context.queryParams().names().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> context.queryParams().get(name), (first, _) -> first, TreeMap::new));
    }

    private static void send(RoutingContext context, int status, String type, String body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .end(body);
    }
}
