package dev.headwater.operator.github;

import static java.util.Objects.requireNonNull;

import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunSpec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The few questions that GitHub is asked. Each is over by its deadline. */
final class GithubApi {
    private static final int PER_PAGE = 50;

    /** Of jobs: a workflow has a few hundred at most. */
    private static final int MOST_PAGES = 20;

    /** How a commit stands to one that contains it. */
    private static final Set<String> CONTAINED = Set.of("identical", "behind");

    private static final String COMMIT = "commit";

    private final GithubHttp http;
    private final AccessTokens tokens;

    GithubApi(GithubHttp http, AccessTokens tokens) {
        this.http = http;
        this.tokens = tokens;
    }

    /** The URL of who answers. */
    String base() {
        return http.base();
    }

    record Jobs(Integer totalCount, List<WorkflowJob> jobs) {
        Jobs {
            requireNonNull(totalCount, "total_count");
            requireNonNull(jobs, "jobs");
        }
    }

    record Ref(Target object) {
        Ref {
            requireNonNull(object, "object");
        }
    }

    record Target(String type, String sha) {
        Target {
            requireNonNull(type, "type");
            requireNonNull(sha, "sha");
        }
    }

    record Comparison(String status) {
        Comparison {
            requireNonNull(status, "status");
        }
    }

    WorkflowRun run(RunSpec.Job job, Instant until) throws GithubException {
        return required("%s/actions/runs/%d".formatted(repository(job), job.runId()), WorkflowRun.class, until);
    }

    /** All of the attempt. */
    List<WorkflowJob> jobs(RunSpec.Job job, Instant until) throws GithubException {
        var path = "%s/actions/runs/%d/attempts/%d/jobs?per_page=%d&page="
                .formatted(repository(job), job.runId(), job.runAttempt(), PER_PAGE);
        var jobs = new ArrayList<WorkflowJob>();
        for (var page = 1; page <= MOST_PAGES; page++) {
            var found = required(path + page, Jobs.class, until);
            jobs.addAll(found.jobs());
            if (found.jobs().isEmpty() || jobs.size() >= found.totalCount()) {
                return jobs;
            }
        }
        throw GithubException.unavailable("GitHub knows of more jobs of the workflow run than anybody could count.");
    }

    RefFacts ref(RunSpec.Job job, Instant until) throws GithubException {
        var pull = GithubPolicy.pull(job);
        return pull.isPresent() ? pull(job, pull.get(), until) : named(job, until);
    }

    private RefFacts pull(RunSpec.Job job, long number, Instant until) throws GithubException {
        return find("%s/pulls/%d".formatted(repository(job), number), RefFacts.Pull.Answer.class, until)
                .<RefFacts>map(RefFacts.Pull::of)
                .orElseGet(RefFacts.NoPull::new);
    }

    /**
     * That nothing else has the name is believed only of a repository whose refs can be seen at all: the ref itself is looked for first.
     */
    private RefFacts named(RunSpec.Job job, Instant until) throws GithubException {
        var name = GithubPolicy.shortName(job.ref()).orElseThrow();
        var own = GithubPolicy.isTag(job.ref()) ? "tags/" : "heads/";
        var other = GithubPolicy.isTag(job.ref()) ? "heads/" : "tags/";
        var tip = tip(job, own + name, until);
        if (tip.isEmpty()) {
            return new RefFacts.Named(false, false, false);
        }
        var shared = find(refPath(job, other + name), Ref.class, until).isPresent();
        return new RefFacts.Named(true, shared, !shared && contains(job, tip.get(), until));
    }

    /** The commit that a ref names, also where that is in a tag object. */
    private Optional<String> tip(RunSpec.Job job, String ref, Instant until) throws GithubException {
        var found = find(refPath(job, ref), Ref.class, until).map(Ref::object);
        if (found.isEmpty() || found.get().type().equals(COMMIT)) {
            return found.map(Target::sha);
        }
        return find(
                        "%s/git/tags/%s"
                                .formatted(repository(job), segment(found.get().sha())),
                        Ref.class,
                        until)
                .map(Ref::object)
                .filter(object -> object.type().equals(COMMIT))
                .map(Target::sha);
    }

    private boolean contains(RunSpec.Job job, String tip, Instant until) throws GithubException {
        if (tip.equals(job.sha())) {
            return true;
        }
        var path = "%s/compare/%s...%s?per_page=1".formatted(repository(job), segment(tip), segment(job.sha()));
        return find(path, Comparison.class, until)
                .map(Comparison::status)
                .filter(CONTAINED::contains)
                .isPresent();
    }

    private static String refPath(RunSpec.Job job, String ref) {
        return "%s/git/ref/%s"
                .formatted(
                        repository(job),
                        Arrays.stream(ref.split("/", -1))
                                .map(GithubApi::segment)
                                .collect(Collectors.joining("/")));
    }

    private static String repository(RunSpec.Job job) {
        return "/repos/"
                + Arrays.stream(job.repository().split("/", -1))
                        .map(GithubApi::segment)
                        .collect(Collectors.joining("/"));
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> T required(String path, Class<T> type, Instant until) throws GithubException {
        return find(path, type, until)
                .orElseThrow(() -> new GithubException(
                        ProofReason.NoAccess,
                        "GitHub knows of no %s, or the credentials of trust.github are not good for it."
                                .formatted(path.replaceFirst("\\?.*", ""))));
    }

    private <T> Optional<T> find(String path, Class<T> type, Instant until) throws GithubException {
        var answer = http.get(path, tokens.bearer(until), until);
        return answer.isPresent() ? Optional.of(Json.read(answer.get(), type)) : Optional.empty();
    }
}
