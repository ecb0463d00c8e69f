package dev.headwater.operator.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.github.GithubServer;
import dev.headwater.operator.github.GithubServer.WorkflowFacts;
import dev.headwater.operator.github.Hearing;
import dev.headwater.operator.github.Question;
import dev.headwater.operator.model.Proven;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.save.Grounds;
import dev.headwater.operator.save.SaveDecision;
import dev.headwater.operator.save.SaveFacts;
import dev.headwater.operator.save.SavePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of attacks in the documentation says what the judges say: each row is an attack, each column a policy. */
class AttackTableTest {
    private static final Path PAGE = Path.of("../docs/reference/trust.md");
    private static final Instant NOW = Given.START;
    private static final Issuer GITHUB = new Issuer("https://token.actions.githubusercontent.com", "k1");
    private static final Issuer THIEF = new Issuer(GITHUB.url(), "k1");
    private static final Issuer ROTATED = new Issuer(GITHUB.url(), "k0");
    private static final Runner NOBODY = new Runner.Unknown();
    private static final Runner SILENT =
            new Runner.Ephemeral(7, "runner-x", Optional.empty(), Optional.empty(), Optional.empty());

    /** A push to main, as the attacker would like to be taken for. */
    private static final RunSpec.Job CLAIMED = Given.job(RunSpec.Source.Request, "refs/heads/main", null, 7);

    private static final RunSpec.Job LATCHED = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);

    private static final WorkflowFacts TRUTH = WorkflowFacts.of(CLAIMED, 7, "runner-x");

    @TempDir
    static Path folder = Path.of("");

    /**
     * What somebody shows: a description of the job, a pod of somebody's, and a token for each of restore and save.
     *
     * @param github what GitHub knows, where it may be asked
     */
    private record Show(
            RunSpec.Job job,
            Runner runner,
            Optional<String> start,
            Optional<String> end,
            Optional<Consumer<GithubServer>> github) {

        static Show without(RunSpec.Job job, Runner runner) {
            return new Show(job, runner, Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** The same token twice, made for the request. */
        static Show with(String token) {
            return new Show(CLAIMED, NOBODY, Optional.of(token), Optional.of(token), Optional.empty());
        }

        /** No token, and a GitHub that may be asked. */
        static Show asking(RunSpec.Job job, Consumer<GithubServer> github) {
            return new Show(job, SILENT, Optional.empty(), Optional.empty(), Optional.of(github));
        }

        /** The same, where GitHub knows this of the run and its jobs, and of the branch. */
        static Show asking(UnaryOperator<WorkflowFacts> change) {
            return asking(CLAIMED, server -> {
                server.knows(CLAIMED, change.apply(TRUTH));
                server.branch(CLAIMED, "heads/main", CLAIMED.sha());
            });
        }
    }

    private static Map<String, Show> shows() throws JOSEException {
        var shows = new LinkedHashMap<String, Show>();
        shows.put("none: a job that shows its tokens", genuine(CLAIMED, NOBODY));
        shows.put("none: a job on a runner of a scale set, without tokens", Show.without(LATCHED, SILENT));
        shows.put("forged environment in a pod of one's own", Show.without(CLAIMED, NOBODY));
        shows.put("forged job-started record in a pod of one's own", Show.without(LATCHED, NOBODY));
        shows.put("pod that names an EphemeralRunner as its owner that is not its own", Show.without(LATCHED, NOBODY));
        shows.put("forged environment on a runner without the hook", Show.without(CLAIMED, SILENT));
        shows.put("runner of another repository", Show.without(LATCHED, runner("acme/other", 7L, null)));
        shows.put("runner of another workflow run", Show.without(LATCHED, runner(null, 8L, null)));
        shows.put(
                "pull request, also from a fork, that says it is a push to main",
                Show.without(LATCHED, runner(null, null, "acme/lambdas/.github/workflows/ci.yml@refs/pull/7/merge")));
        shows.put(
                "pull request that says it is another one",
                Show.without(
                        Given.job(RunSpec.Source.JobStarted, "refs/pull/8/merge", "refs/heads/main", 7),
                        runner(null, null, "acme/lambdas/.github/workflows/ci.yml@refs/pull/7/merge")));
        shows.put("pull_request_target on main, with its own tokens", genuine(event("pull_request_target"), NOBODY));
        shows.put("token without a signature", Show.with(unsigned()));
        shows.put("token signed with the public key as an HMAC secret", Show.with(hmac()));
        shows.put("token signed with a key of one's own", Show.with(THIEF.token(claims(CLAIMED))));
        shows.put("token of a key that was rotated away", Show.with(ROTATED.token(claims(CLAIMED))));
        shows.put(
                "token of another issuer",
                Show.with(new Issuer("https://evil.example.org", "k1")
                        .token(claims(CLAIMED, "https://evil.example.org"))));
        shows.put("token for another audience", Show.with(token(CLAIMED, "sts.amazonaws.com", NOW)));
        shows.put(
                "token replayed in another pod",
                Show.with(token(CLAIMED, TokenUse.RESTORE.audience("another-pod", "cargo"), NOW)));
        shows.put(
                "token of the request, shown again for the save",
                Show.with(token(CLAIMED, audience(TokenUse.RESTORE), NOW)));
        shows.put(
                "expired token", Show.with(token(CLAIMED, audience(TokenUse.RESTORE), NOW.minus(Duration.ofHours(1)))));
        shows.put("own token of another repository", tokensOf(with(CLAIMED, "acme/other", "refs/heads/main", 7)));
        shows.put("own token of another branch", tokensOf(with(CLAIMED, Given.REPOSITORY, "refs/heads/feature", 7)));
        shows.put(
                "own token of a tag named like the branch",
                tokensOf(with(CLAIMED, Given.REPOSITORY, "refs/tags/main", 7)));
        shows.put(
                "own token of an older workflow run", tokensOf(with(CLAIMED, Given.REPOSITORY, "refs/heads/main", 6)));
        shows.put("own token of a job that calls a workflow file of a pull request", ofForeignWorkflow());
        shows.put("another job's token for the save", ofTwoJobs());
        ofGithub(shows);
        return shows;
    }

    /** Whose jobs show no token, and GitHub is asked. */
    private static void ofGithub(Map<String, Show> shows) {
        shows.put(
                "none: a job on a runner of a scale set, which GitHub knows",
                Show.asking(LATCHED, server -> server.knows(LATCHED, TRUTH)));
        shows.put("GitHub that does not answer", Show.asking(LATCHED, server -> server.fails(503, Map.of())));
        shows.put("forged ref, and GitHub is asked", Show.asking(truth -> truth.butRun("head_branch", "feature")));
        shows.put("forged attempt, and GitHub is asked", Show.asking(truth -> truth.butRun("run_attempt", 2)));
        shows.put(
                "fork with a branch of the same name, and GitHub is asked",
                Show.asking(
                        truth -> truth.butRun("event", "pull_request").butRun("head_repository", Map.of("id", 75))));
        shows.put(
                "runner that has the name of an earlier one, and GitHub is asked",
                Show.asking(truth -> truth.butJob("runner_id", 8)));
        shows.put(
                "job of another runner of the same workflow run, and GitHub is asked",
                Show.asking(truth -> truth.butJob("runner_id", 8).butJob("runner_name", "runner-y")));
        shows.put("job that is over, and GitHub is asked", Show.asking(truth -> truth.butJob("status", "completed")));
        shows.put("tag named like the branch, and GitHub is asked", Show.asking(CLAIMED, server -> {
            server.knows(CLAIMED, TRUTH);
            server.branch(CLAIMED, "tags/main", CLAIMED.sha());
        }));
        shows.put("tag named like the branch, deleted since, and GitHub is asked", Show.asking(CLAIMED, server -> {
            server.knows(CLAIMED, TRUTH);
            server.branch(CLAIMED, "heads/main", "e".repeat(40));
            server.compares(CLAIMED, "e".repeat(40), "diverged");
        }));
        shows.put(
                "own token of another branch, and a GitHub that would say what the request says",
                new Show(
                        CLAIMED,
                        SILENT,
                        tokensOf(with(CLAIMED, Given.REPOSITORY, "refs/heads/feature", 7))
                                .start(),
                        Optional.empty(),
                        Optional.of(server -> server.knows(CLAIMED, TRUTH))));
    }

    private static Show genuine(RunSpec.Job job, Runner runner) {
        return new Show(
                job,
                runner,
                Optional.of(token(job, audience(TokenUse.RESTORE), NOW)),
                Optional.of(token(job, audience(TokenUse.SAVE), NOW)),
                Optional.empty());
    }

    /** Genuine tokens of this job, in a run that says it is a push to main. */
    private static Show tokensOf(RunSpec.Job job) {
        var own = genuine(job, NOBODY);
        return new Show(CLAIMED, NOBODY, own.start(), own.end(), Optional.empty());
    }

    private static Show ofForeignWorkflow() {
        return Show.with(GITHUB.token(GITHUB.claims(CLAIMED, audience(TokenUse.RESTORE), NOW)
                .claim("job_workflow_ref", "acme/lambdas/.github/workflows/ci.yml@refs/pull/7/merge")
                .build()));
    }

    private static Show ofTwoJobs() {
        var other = GITHUB.claims(CLAIMED, audience(TokenUse.SAVE), NOW).claim("check_run_id", "1");
        var own = genuine(CLAIMED, NOBODY);
        return new Show(CLAIMED, NOBODY, own.start(), Optional.of(GITHUB.token(other.build())), Optional.empty());
    }

    private static RunSpec.Job event(String event) {
        return new RunSpec.Job(
                CLAIMED.source(),
                CLAIMED.repository(),
                CLAIMED.ref(),
                null,
                CLAIMED.sha(),
                event,
                7L,
                1,
                null,
                null,
                null);
    }

    private static RunSpec.Job with(RunSpec.Job job, String repository, String ref, long runId) {
        return new RunSpec.Job(job.source(), repository, ref, null, job.sha(), job.event(), runId, 1, null, null, null);
    }

    private static Runner runner(@Nullable String repository, @Nullable Long run, @Nullable String workflow) {
        return new Runner.Ephemeral(
                7,
                "runner-x",
                Optional.ofNullable(repository),
                Optional.ofNullable(run),
                Optional.ofNullable(workflow));
    }

    private static String audience(TokenUse use) {
        return use.audience(Given.POD_UID, "cargo");
    }

    private static String token(RunSpec.Job job, String audience, Instant at) {
        return GITHUB.token(GITHUB.claims(job, audience, at).build());
    }

    private static JWTClaimsSet claims(RunSpec.Job job) {
        return claims(job, GITHUB.url());
    }

    private static JWTClaimsSet claims(RunSpec.Job job, String issuer) {
        return GITHUB.claims(job, audience(TokenUse.RESTORE), NOW)
                .issuer(issuer)
                .build();
    }

    private static String unsigned() {
        return new PlainJWT(claims(CLAIMED)).serialize();
    }

    private static String hmac() throws JOSEException {
        return Issuer.token(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
                claims(CLAIMED),
                new MACSigner(GITHUB.publicKey().toRSAKey().toRSAPublicKey().getEncoded()));
    }

    private static Optional<RunStatus.Proof> proof(Optional<String> token, Expected expected) {
        return token.map(text -> JobToken.parse(text) instanceof JobToken.Parsed.Signed(var signed)
                ? GITHUB.judge(text, expected, NOW)
                        .map(flaw -> refused(flaw.reason()))
                        .orElseGet(() -> TokenPolicy.verified(signed, NOW))
                : refused(ProofReason.AlgorithmNotAllowed));
    }

    private static RunStatus.Proof refused(ProofReason reason) {
        return new RunStatus.Proof(reason.name(), null, null, null, null, null, null, NOW.toString());
    }

    /** What becomes of a volume that this run wants to be saved on main, under a policy of this level. */
    private static String outcome(Show show, TrustLevel write) {
        var shown = proof(show.start(), new Expected(audience(TokenUse.RESTORE), show.job(), Optional.empty()));
        var start = counting(shown, show, write, TokenUse.RESTORE, Optional.empty());
        var end = counting(
                proof(show.end(), new Expected(audience(TokenUse.SAVE), show.job(), start)),
                show,
                write,
                TokenUse.SAVE,
                start);
        var recorded = TrustPolicy.attest(show.job(), show.runner(), start).level();
        var attestation = TrustPolicy.attestLater(recorded, show.job(), show.runner(), start, end);
        var decision = SavePolicy.decide(new SaveFacts(
                SaveFacts.Use.ATTACHED,
                Optional.of(new RunSpec.Save(RunSpec.Wish.Save, "", RunSpec.Mode.Explicit)),
                show.job(),
                new SaveFacts.Seal.Reported(new RunStatus.Sealed(
                        "Done", null, null, null, null, "", null, null, null, null, null, null, null)),
                new SaveFacts.Unstage.Clean(),
                new SaveFacts.Classes.Accepted(),
                new Grounds(new Grounds.Stream.Open(), rules(write), attestation, Optional.empty())));
        return decision instanceof SaveDecision.Skip(var reason, var _) ? reason.name() : "saved";
    }

    /** GitHub is asked where the policy wants a proven job, and the job shows nothing that counts. */
    private static Optional<RunStatus.Proof> counting(
            Optional<RunStatus.Proof> token,
            Show show,
            TrustLevel write,
            TokenUse use,
            Optional<RunStatus.Proof> before) {
        var isAsked =
                write == TrustLevel.Proven && token.filter(Proven::isGenuine).isEmpty();
        return Proven.counting(
                token, show.github().filter(_ -> isAsked).map(knowledge -> word(knowledge, show.job(), use, before)));
    }

    private static RunStatus.Proof word(
            Consumer<GithubServer> knowledge, RunSpec.Job job, TokenUse use, Optional<RunStatus.Proof> before) {
        try (var server = new GithubServer()) {
            knowledge.accept(server);
            var clock = Clock.systemUTC();
            var runner = new Question.Runner(Optional.of(7L), "runner-x");
            var heard = server.witness(folder, clock)
                    .hear(
                            new Question(use, job, runner, before),
                            clock.instant().plusMillis(900));
            return ((Hearing.Over) heard).proof();
        }
    }

    private static SaveRules rules(TrustLevel write) {
        return new SaveRules(
                PolicySpec.When.Always,
                List.of("main"),
                PolicySpec.PullRequests.Quarantine,
                SaveRules.DEFAULT.events(),
                List.of(),
                write,
                100);
    }

    private static List<List<String>> documented() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| attack |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .map(cell -> cell.replace("`", ""))
                        .filter(cell -> !cell.isEmpty())
                        .toList())
                .toList();
    }

    @Test
    void the_page_says_what_becomes_of_each_attack() throws IOException, JOSEException {
        var judged = shows().entrySet().stream()
                .map(show -> Stream.concat(
                                Stream.of(show.getKey()),
                                Arrays.stream(TrustLevel.values()).map(level -> outcome(show.getValue(), level)))
                        .toList())
                .collect(Collectors.toList());

        assertThat(documented()).containsExactlyElementsOf(judged);
    }

    @Test
    void where_proofs_are_asked_for_no_attack_is_saved() throws JOSEException {
        assertThat(shows().entrySet().stream()
                        .filter(show ->
                                outcome(show.getValue(), TrustLevel.Proven).equals("saved"))
                        .map(Map.Entry::getKey))
                .containsExactly(
                        "none: a job that shows its tokens",
                        "none: a job on a runner of a scale set, which GitHub knows");
    }
}
