package dev.headwater.operator.github;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.operator.trust.IssuerAuthorities;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** GitHub's API on the loopback, as far as it is asked: what it knows can be changed while it runs, and so can its manners. */
public final class GithubServer implements AutoCloseable {
    public static final long REPOSITORY_ID = 74;
    public static final long JOB = 29679449526L;
    private static final long OWNER_ID = 65;
    private static final String SECRET = "ghp_of-the-operator";

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile Optional<Manners> manners = Optional.empty();

    /** What it answers. */
    record Answer(int status, byte[] body, Map<String, String> headers) {
        static Answer json(Object body) {
            return new Answer(200, Serialization.asJson(body).getBytes(StandardCharsets.UTF_8), Map.of());
        }
    }

    /** How it answers, whatever it is asked. */
    public interface Manners {
        void answer(HttpExchange exchange) throws IOException;
    }

    public GithubServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Somebody who asks it, with a token. */
    public GithubWitness witness(Path folder, Clock clock) {
        try {
            Files.writeString(folder.resolve("github_token"), SECRET + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new GithubWitness(url(), new CredentialFiles(folder), IssuerAuthorities.tls(Optional.empty()), clock);
    }

    /** Paths that it was asked for, with their query. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public void forgetsWhatItWasAsked() {
        asked.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().toString();
            asked.add(path);
            var how = manners;
            if (how.isPresent()) {
                how.get().answer(exchange);
                return;
            }
            var isKnown =
                    ("Bearer " + SECRET).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            var answer = isKnown ? answers.getOrDefault(path, notFound()) : new Answer(401, new byte[0], Map.of());
            send(exchange, answer.status(), answer.headers(), answer.body());
        }
    }

    private static Answer notFound() {
        return new Answer(404, "{\"message\":\"Not Found\"}".getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static void send(HttpExchange exchange, int status, Map<String, String> headers, byte[] body) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** From now on. */
    public void behaves(Manners how) {
        manners = Optional.of(how);
    }

    public void fails(int status, Map<String, String> headers) {
        behaves(exchange -> send(exchange, status, headers, "{}".getBytes(StandardCharsets.UTF_8)));
    }

    /** Takes requests, and does not answer. */
    public void hangs() {
        behaves(_ -> LockSupport.parkNanos(Duration.ofSeconds(30).toNanos()));
    }

    public void behavesWell() {
        manners = Optional.empty();
    }

    void says(String path, Object body) {
        answers.put(path, Answer.json(body));
    }

    /** Where the answers about a job lie. */
    private static String runPath(RunSpec.Job job) {
        return "/repos/%s/actions/runs/%d".formatted(job.repository(), job.runId());
    }

    /** The workflow run, with its jobs, and the branch whose newest commit it is of: GitHub says what the job says. */
    public void knows(RunSpec.Job job, WorkflowFacts facts) {
        runs(job, facts.run());
        lists(job, facts.jobs());
        branch(job, "heads/" + facts.run().get("head_branch"), job.sha());
    }

    /** A run and its jobs, in GitHub's words; both can be changed. */
    public record WorkflowFacts(Map<String, Object> run, List<Map<String, Object>> jobs) {

        /** As they are, where the runner has the job. */
        public static WorkflowFacts of(RunSpec.Job job, long runnerId, String runnerName) {
            var run = new HashMap<String, Object>();
            run.put("id", job.runId());
            run.put("run_attempt", job.runAttempt());
            run.put("event", Objects.requireNonNull(job.event()));
            run.put("head_branch", job.ref().replaceFirst("refs/(heads|tags)/", ""));
            run.put("head_sha", job.sha());
            run.put(
                    "repository",
                    Map.of("id", REPOSITORY_ID, "full_name", job.repository(), "owner", Map.of("id", OWNER_ID)));
            run.put("head_repository", Map.of("id", REPOSITORY_ID));
            var jobs = new ArrayList<Map<String, Object>>();
            jobs.add(job(job, JOB - 1, null, null, "queued"));
            jobs.add(job(job, JOB, runnerId, runnerName, "in_progress"));
            return new WorkflowFacts(run, jobs);
        }

        static Map<String, Object> job(
                RunSpec.Job job, long id, @Nullable Long runnerId, @Nullable String runnerName, String status) {
            var known = new HashMap<String, Object>();
            known.put("id", id);
            known.put("run_id", job.runId());
            known.put("run_attempt", job.runAttempt());
            known.put("head_sha", job.sha());
            known.put("status", status);
            known.put("runner_id", runnerId);
            known.put("runner_name", runnerName);
            known.put("steps", List.of(Map.of("name", "Set up job", "status", "completed")));
            return known;
        }

        /** The same; of the run another thing is so. */
        public WorkflowFacts butRun(String field, @Nullable Object value) {
            var changed = new HashMap<>(run);
            changed.put(field, value);
            return new WorkflowFacts(changed, jobs);
        }

        /** The same; of the runner's job another thing is so. */
        public WorkflowFacts butJob(String field, @Nullable Object value) {
            var changed = new HashMap<>(jobs.getLast());
            changed.put(field, value);
            return new WorkflowFacts(run, List.of(jobs.getFirst(), changed));
        }
    }

    public void runs(RunSpec.Job job, Map<String, Object> run) {
        says(runPath(job), run);
    }

    /** In pages. */
    public void lists(RunSpec.Job job, List<Map<String, Object>> jobs) {
        var size = 50;
        IntStream.rangeClosed(1, 1 + jobs.size() / size)
                .forEach(page -> says(
                        "%s/attempts/%d/jobs?per_page=%d&page=%d".formatted(runPath(job), job.runAttempt(), size, page),
                        Map.of(
                                "total_count",
                                jobs.size(),
                                "jobs",
                                jobs.subList((page - 1) * size, Math.min(page * size, jobs.size())))));
    }

    /** @param ref as {@code heads/main} */
    public void branch(RunSpec.Job job, String ref, String sha) {
        says(refPath(job, ref), Map.of("ref", "refs/" + ref, "object", Map.of("type", "commit", "sha", sha)));
    }

    public void deletes(RunSpec.Job job, String ref) {
        answers.remove(refPath(job, ref));
    }

    private static String refPath(RunSpec.Job job, String ref) {
        return "/repos/%s/git/ref/%s".formatted(job.repository(), ref);
    }

    /** @param status of the job's commit, seen from this one */
    public void compares(RunSpec.Job job, String tip, String status) {
        says(
                "/repos/%s/compare/%s...%s?per_page=1".formatted(job.repository(), tip, job.sha()),
                Map.of("status", status, "files", List.of()));
    }

    /** @param headRepository numeric id */
    public void pull(
            RunSpec.Job job, long number, String headSha, String headBranch, long headRepository, String base) {
        says(
                "/repos/%s/pulls/%d".formatted(job.repository(), number),
                Map.of(
                        "head", Map.of("sha", headSha, "ref", headBranch, "repo", Map.of("id", headRepository)),
                        "base", Map.of("sha", job.sha(), "ref", base, "repo", Map.of("id", REPOSITORY_ID))));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
