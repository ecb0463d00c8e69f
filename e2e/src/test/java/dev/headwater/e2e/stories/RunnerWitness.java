package dev.headwater.e2e.stories;

import com.sun.net.httpserver.HttpExchange;
import dev.headwater.e2e.arc.EphemeralRunner;
import dev.headwater.e2e.world.WorkflowRun;
import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Answers as GitHub's API does when it is asked what job a runner has; it knows what a story told it, and the operator by its token. */
final class RunnerWitness {
    /** Where a GitHub Enterprise Server has its API. */
    static final String PATH = "/api/v3";

    private static final String SECRET = "headwater-github";
    private static final String TOKEN = "ghp_of-the-stories";
    private static final long REPOSITORY_ID = 74;
    private static final long OWNER_ID = 65;

    private final Map<String, Object> answers = new ConcurrentHashMap<>();

    /** Options of helm by which the operator asks it. */
    static List<String> options(String server) {
        return List.of("--set", "trust.github.secret=%s,trust.github.url=%s%s".formatted(SECRET, server, PATH));
    }

    /** Makes the Secret that the operator's pod mounts; before the chart, whose pod would wait for it. */
    static void handOut(World world) {
        world.apply(new NamespaceBuilder()
                .withNewMetadata()
                .withName(World.RELEASE)
                .endMetadata()
                .build());
        world.apply(new SecretBuilder()
                .withNewMetadata()
                .withNamespace(World.RELEASE)
                .withName(SECRET)
                .endMetadata()
                .withStringData(Map.of("github_token", TOKEN))
                .build());
    }

    /** From now on the runner has this job, whatever anybody else says; its commit is the newest of its branch. */
    void knows(WorkflowRun job, EphemeralRunner.Status runner) {
        var repository = "/repos/" + job.repository();
        var run = "%s/actions/runs/%d".formatted(repository, job.id());
        var branch = job.ref().substring("refs/heads/".length());
        answers.put(
                run,
                Map.of(
                        "id",
                        job.id(),
                        "run_attempt",
                        job.attempt(),
                        "event",
                        job.event(),
                        "head_branch",
                        branch,
                        "head_sha",
                        job.sha(),
                        "repository",
                        Map.of("id", REPOSITORY_ID, "full_name", job.repository(), "owner", Map.of("id", OWNER_ID)),
                        "head_repository",
                        Map.of("id", REPOSITORY_ID)));
        answers.put(
                "%s/attempts/%d/jobs".formatted(run, job.attempt()),
                Map.of(
                        "total_count",
                        1,
                        "jobs",
                        List.of(Map.of(
                                "id",
                                job.id(),
                                "run_id",
                                job.id(),
                                "run_attempt",
                                job.attempt(),
                                "head_sha",
                                job.sha(),
                                "status",
                                "in_progress",
                                "runner_id",
                                Objects.requireNonNull(runner.runnerId()),
                                "runner_name",
                                Objects.requireNonNull(runner.runnerName())))));
        answers.put(
                "%s/git/ref/heads/%s".formatted(repository, branch),
                Map.of("object", Map.of("type", "commit", "sha", job.sha())));
    }

    void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var isKnown =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            var answer = answers.get(exchange.getRequestURI().getPath().substring(PATH.length()));
            if (isKnown && answer != null) {
                var body = Serialization.asJson(answer).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, body.length);
                exchange.getResponseBody().write(body);
            } else {
                exchange.sendResponseHeaders(
                        isKnown ? HttpURLConnection.HTTP_NOT_FOUND : HttpURLConnection.HTTP_UNAUTHORIZED, -1);
            }
        }
    }
}
