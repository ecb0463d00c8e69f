package dev.headwater.operator.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.operator.Given;
import dev.headwater.operator.github.GithubServer.WorkflowFacts;
import dev.headwater.operator.trust.IssuerAuthorities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions as they go over the wire, and what becomes of a server that does not answer them well. */
class GithubWitnessTest {
    private static final RunSpec.Job JOB = Given.job(RunSpec.Source.JobStarted, "refs/heads/main", null, 7);
    private static final WorkflowFacts KNOWN = WorkflowFacts.of(JOB, 11, "runner-x");
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Less than a pause: what does not work at once does not work. */
    private static final Duration SHORT = Duration.ofMillis(900);

    private final Clock clock = Clock.systemUTC();
    private final GithubServer github = new GithubServer();

    @TempDir
    Path folder = Path.of("");

    private GithubWitness witness() {
        return github.witness(folder, clock);
    }

    @BeforeEach
    void knowsTheJob() {
        github.knows(JOB, KNOWN);
    }

    @AfterEach
    void stop() {
        github.close();
    }

    private static Question question(RunSpec.Job job) {
        return new Question(TokenUse.RESTORE, job, new Question.Runner(Optional.of(11L), "runner-x"), Optional.empty());
    }

    private Hearing hear(RunSpec.Job job, Duration patience) {
        return witness().hear(question(job), clock.instant().plus(patience));
    }

    private RunStatus.Proof said(Duration patience) {
        return said(JOB, patience);
    }

    private RunStatus.Proof said(RunSpec.Job job, Duration patience) {
        return hear(job, patience) instanceof Hearing.Over(var proof)
                ? proof
                : new RunStatus.Proof("not yet", null, null, null, null, null, null, "");
    }

    private static RunSpec.Job at(String ref) {
        return new RunSpec.Job(JOB.source(), JOB.repository(), ref, null, JOB.sha(), "push", 7L, 1, null, null, null);
    }

    @Test
    void a_job_that_github_knows_is_verified_with_its_ids() {
        var proof = said(LONG);

        assertThat(proof.reason()).isEqualTo("Verified");
        assertThat(proof.issuer()).isEqualTo(github.url().toString());
        assertThat(proof.repositoryId()).isEqualTo("74");
        assertThat(proof.repositoryOwnerId()).isEqualTo("65");
        assertThat(proof.checkRunId()).isEqualTo("29679449526");
        assertThat(github.asked())
                .containsExactly(
                        "/repos/acme/lambdas/actions/runs/7",
                        "/repos/acme/lambdas/actions/runs/7/attempts/1/jobs?per_page=50&page=1",
                        "/repos/acme/lambdas/git/ref/heads/main",
                        "/repos/acme/lambdas/git/ref/tags/main");
    }

    @Test
    void all_pages_of_jobs_are_read() {
        var jobs = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < 120; i++) {
            jobs.add(WorkflowFacts.job(JOB, i, 1000L + i, "runner-" + i, "in_progress"));
        }
        jobs.add(KNOWN.jobs().getLast());
        github.lists(JOB, jobs);

        assertThat(said(LONG).reason()).isEqualTo("Verified");
        assertThat(github.asked()).filteredOn(path -> path.contains("/jobs?")).hasSize(3);
    }

    @Test
    void a_branch_that_moved_on_still_has_the_commit_in_its_history() {
        github.branch(JOB, "heads/main", "e".repeat(40));
        assertThat(said(LONG).reason()).isEqualTo("RefAmbiguous");
        for (var status : List.of("diverged", "ahead")) {
            github.compares(JOB, "e".repeat(40), status);
            assertThat(said(LONG).reason()).isEqualTo("RefAmbiguous");
        }
        github.compares(JOB, "e".repeat(40), "behind");
        assertThat(said(LONG).reason()).isEqualTo("Verified");
    }

    @Test
    void a_tag_of_the_branch_s_name_makes_the_run_anybody_s() {
        github.branch(JOB, "tags/main", JOB.sha());

        assertThat(said(LONG).reason()).isEqualTo("RefAmbiguous");
    }

    @Test
    void that_there_is_no_tag_is_not_believed_where_no_ref_can_be_seen() {
        github.deletes(JOB, "heads/main");

        assertThat(said(LONG).reason()).isEqualTo("RefAmbiguous");
    }

    @Test
    void names_of_branches_are_any_text() {
        var job = at("refs/heads/feature/50% #7?");
        github.knows(job, WorkflowFacts.of(job, 11, "runner-x"));
        github.branch(job, "heads/feature/50%25%20%237%3F", job.sha());

        assertThat(said(job, LONG).reason()).isEqualTo("Verified");
    }

    @Test
    void a_tag_may_be_an_object_of_its_own() {
        var job = at("refs/tags/v1");
        github.knows(job, WorkflowFacts.of(job, 11, "runner-x"));
        github.deletes(job, "heads/v1");
        var object = "b".repeat(40);
        github.says("/repos/acme/lambdas/git/ref/tags/v1", Map.of("object", Map.of("type", "tag", "sha", object)));
        assertThat(said(job, LONG).reason()).isEqualTo("RefAmbiguous");
        github.says(
                "/repos/acme/lambdas/git/tags/" + object, Map.of("object", Map.of("type", "commit", "sha", job.sha())));
        assertThat(said(job, LONG).reason()).isEqualTo("Verified");
        github.branch(job, "heads/v1", job.sha());
        assertThat(said(job, LONG).reason()).isEqualTo("RefAmbiguous");
    }

    @Test
    void a_pull_request_is_looked_up_by_its_number() {
        var job = new RunSpec.Job(
                JOB.source(),
                JOB.repository(),
                "refs/pull/9/merge",
                "refs/heads/main",
                "c".repeat(40),
                "pull_request",
                7L,
                1,
                null,
                null,
                null);
        github.knows(
                JOB,
                KNOWN.butRun("event", "pull_request")
                        .butRun("head_branch", "main")
                        .butRun("head_repository", Map.of("id", 75)));
        assertThat(said(job, LONG).reason()).isEqualTo("RefAmbiguous");
        github.pull(job, 9, Given.SHA, "main", 75, "main");
        assertThat(said(job, LONG).reason()).isEqualTo("Verified");
    }

    @Test
    void a_job_that_is_not_listed_yet_is_looked_for_again() {
        github.lists(JOB, List.of(KNOWN.jobs().getFirst()));
        assertThat(hear(JOB, LONG)).isInstanceOf(Hearing.NotYet.class);
        assertThat(said(SHORT).reason()).isEqualTo("JobNotFound");
    }

    /** Else a run that is looked at a moment too late would have no time left to ask, and GitHub's word were lost. */
    @Test
    void what_github_said_last_in_time_is_its_word() {
        github.lists(JOB, List.of(KNOWN.jobs().getFirst()));
        assertThat(said(Duration.ofMillis(2_900)).reason()).isEqualTo("JobNotFound");
    }

    @ParameterizedTest
    @CsvSource({"401, NoAccess", "403, NoAccess", "404, NoAccess", "429, RateLimited", "301, GithubUnavailable"})
    void who_is_not_let_in_does_not_ask_again(int status, String reason) {
        github.fails(status, Map.of());

        assertThat(said(reason.equals("GithubUnavailable") ? SHORT : LONG).reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503})
    void a_server_that_is_down_is_asked_again_for_a_while(int status) {
        github.fails(status, Map.of());

        assertThat(hear(JOB, LONG)).isInstanceOf(Hearing.NotYet.class);
        assertThat(said(SHORT).reason()).isEqualTo("GithubUnavailable");
        assertThat(said(SHORT).message()).contains(Integer.toString(status));
    }

    @Test
    void a_server_that_is_gone_is_no_answer() {
        var witness = witness();
        github.close();

        assertThat(witness.hear(question(JOB), clock.instant().plus(LONG))).isInstanceOf(Hearing.NotYet.class);
    }

    @ParameterizedTest
    @CsvSource({"Retry-After, 60", "X-RateLimit-Remaining, 0"})
    void who_is_told_to_wait_leaves_github_alone(String header, String value) {
        var witness = witness();
        github.fails(403, Map.of(header, value));
        assertThat(witness.hear(question(JOB), clock.instant().plus(LONG)))
                .isInstanceOfSatisfying(
                        Hearing.Over.class,
                        over -> assertThat(over.proof().reason()).isEqualTo("RateLimited"));
        github.behavesWell();
        github.forgetsWhatItWasAsked();

        assertThat(witness.hear(question(JOB), clock.instant().plus(LONG)))
                .isInstanceOfSatisfying(
                        Hearing.Over.class,
                        over -> assertThat(over.proof().reason()).isEqualTo("RateLimited"));
        assertThat(github.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Retry-After", "X-RateLimit-Reset"})
    void github_is_left_alone_for_an_hour_at_most(String header) {
        var at = Instant.parse("2026-11-23T12:00:00Z");
        github.fails(429, Map.of(header, "99999999999"));

        assertThat(github.witness(folder, Clock.fixed(at, ZoneOffset.UTC)).hear(question(JOB), at.plus(LONG)))
                .isInstanceOfSatisfying(
                        Hearing.Over.class,
                        over -> assertThat(over.proof().message()).contains("2026-11-23T13:00:00Z"));
    }

    @Test
    void what_is_handed_out_as_a_token_and_is_none_is_not_used() throws Exception {
        var witness = app(new RSAKeyGenerator(2048).generate());
        for (var issued : List.of(
                "{\"token\":\"ghs_a\\nb\",\"expires_at\":\"2030-01-01T00:00:00Z\"}",
                "{\"token\":\"ghs_a\",\"expires_at\":\"soon\"}",
                "{\"token\":\"ghs_a\"}")) {
            github.behaves(
                    exchange -> GithubServer.send(exchange, 201, Map.of(), issued.getBytes(StandardCharsets.UTF_8)));
            assertThat(witness.hear(question(JOB), clock.instant().plus(SHORT)))
                    .isInstanceOfSatisfying(Hearing.Over.class, over -> {
                        assertThat(over.proof().reason()).isEqualTo("GithubUnavailable");
                        assertThat(over.proof().message()).doesNotContain("ghs_a");
                    });
        }
    }

    @Test
    void nobody_waits_longer_than_said_not_for_headers_and_not_for_a_body_that_drips() {
        for (var manners : List.<GithubServer.Manners>of(_ -> sleep(5_000), GithubWitnessTest::drip)) {
            github.behaves(manners);
            var began = clock.instant();
            assertThat(said(SHORT).reason()).isEqualTo("GithubUnavailable");
            assertThat(Duration.between(began, clock.instant())).isLessThan(Duration.ofSeconds(3));
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        for (var i = 0; i < 50; i++) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            sleep(100);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "null",
                "{}",
                "{\"id\":7}",
                "{\"id\":\"x\"}",
                "{\"id\":7,\"run_attempt\":1,\"event\":null}"
            })
    void what_is_no_answer_is_no_word_against_the_job(String body) {
        github.behaves(exchange -> GithubServer.send(exchange, 200, Map.of(), body.getBytes(StandardCharsets.UTF_8)));

        assertThat(said(SHORT).reason()).isEqualTo("GithubUnavailable");
    }

    @Test
    void a_body_without_end_is_not_read() {
        github.behaves(exchange -> GithubServer.send(exchange, 200, Map.of(), new byte[8 << 20]));

        assertThat(said(SHORT).reason()).isEqualTo("GithubUnavailable");
    }

    @Test
    void credentials_go_to_the_named_server_and_nowhere_else() {
        Queue<String> elsewhere = new ConcurrentLinkedQueue<>();
        try (var other = new GithubServer()) {
            other.behaves(exchange ->
                    elsewhere.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))));
            github.fails(302, Map.of("Location", other.url() + "/repos/acme/lambdas/actions/runs/7"));
            assertThat(said(SHORT).reason()).isEqualTo("GithubUnavailable");
        }
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void a_token_that_was_rotated_counts_at_once() throws IOException {
        var witness = witness();
        var token = folder.resolve("github_token");
        var good = Files.readString(token);
        Files.writeString(token, "ghp_old");
        assertThat(witness.hear(question(JOB), clock.instant().plus(LONG)))
                .isInstanceOfSatisfying(Hearing.Over.class, over -> {
                    assertThat(over.proof().reason()).isEqualTo("NoAccess");
                    assertThat(over.proof().toString()).doesNotContain("ghp_old");
                });
        Files.writeString(token, good);
        assertThat(witness.hear(question(JOB), clock.instant().plus(LONG)))
                .isInstanceOfSatisfying(
                        Hearing.Over.class,
                        over -> assertThat(over.proof().reason()).isEqualTo("Verified"));
        Files.delete(token);
        assertThat(witness.hear(question(JOB), clock.instant().plus(LONG)))
                .isInstanceOfSatisfying(
                        Hearing.Over.class,
                        over -> assertThat(over.proof().message()).contains("trust.github", "neither"));
    }

    @Test
    void where_there_is_no_time_left_nobody_is_asked() {
        assertThat(said(Duration.ZERO).reason()).isEqualTo("GithubUnavailable");
        assertThat(github.asked()).isEmpty();
    }

    private GithubWitness app(RSAKey key) throws IOException, JOSEException {
        Files.writeString(folder.resolve("github_app_id"), "12345");
        Files.writeString(folder.resolve("github_app_installation_id"), "678");
        Files.writeString(folder.resolve("github_app_private_key"), pem(key));
        return new GithubWitness(
                github.url(), new CredentialFiles(folder), IssuerAuthorities.tls(Optional.empty()), clock);
    }

    private static String pem(RSAKey key) throws JOSEException {
        return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                .formatted(Base64.getMimeEncoder()
                        .encodeToString(key.toRSAPrivateKey().getEncoded()));
    }

    @Test
    void an_app_gets_a_token_of_its_installation_for_reading_and_keeps_it() throws Exception {
        var key = new RSAKeyGenerator(2048).generate();
        var witness = app(key);
        Queue<String> signed = new ConcurrentLinkedQueue<>();
        Queue<String> bodies = new ConcurrentLinkedQueue<>();
        github.behaves(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/app/installations/678/access_tokens")) {
                signed.add(
                        exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length()));
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                var issued = "{\"token\":\"ghs_installation\",\"expires_at\":\"%s\"}"
                        .formatted(clock.instant().plusSeconds(3600));
                GithubServer.send(exchange, 201, Map.of(), issued.getBytes(StandardCharsets.UTF_8));
            } else {
                var isKnown = "Bearer ghs_installation"
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
                GithubServer.send(exchange, isKnown ? 404 : 401, Map.of(), new byte[0]);
            }
        });

        for (var i = 0; i < 3; i++) {
            assertThat(witness.hear(question(JOB), clock.instant().plus(LONG)))
                    .isInstanceOfSatisfying(
                            Hearing.Over.class,
                            over -> assertThat(over.proof().message()).contains("knows of no /repos/acme/lambdas"));
        }
        assertThat(signed).hasSize(1).allSatisfy(token -> assertSigned(token, key));
        assertThat(bodies)
                .containsExactly(
                        "{\"permissions\":{\"actions\":\"read\",\"contents\":\"read\",\"pull_requests\":\"read\"}}");
    }

    private static void assertSigned(String text, RSAKey key) throws ParseException, JOSEException {
        var token = SignedJWT.parse(text);
        assertThat(token.verify(new RSASSAVerifier(key.toPublicJWK()))).isTrue();
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("12345");
        assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant())
                .isBefore(Instant.now().plus(Duration.ofMinutes(10)));
    }

    @Test
    void an_app_that_may_not_read_enough_is_told_what_it_lacks() throws Exception {
        var witness = app(new RSAKeyGenerator(2048).generate());
        github.fails(422, Map.of());

        assertThat(witness.hear(question(JOB), clock.instant().plus(LONG)))
                .isInstanceOfSatisfying(Hearing.Over.class, over -> {
                    assertThat(over.proof().reason()).isEqualTo("NoAccess");
                    assertThat(over.proof().message()).contains("Actions, Contents and Pull requests");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.github.com",
                "http://api.github.com",
                "https://api.github.com/",
                "https://user:secret@api.github.com",
                "https://api.github.com?a=b",
                "https:///api",
                "https://api github.com",
                ""
            })
    void a_url_that_is_none_is_told(String url) {
        assertThatThrownBy(() -> GithubWitness.url(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trust.github.url");
    }

    @Test
    void urls_of_github_and_of_servers_of_one_s_own() {
        assertThat(GithubWitness.url("https://api.github.com")).hasToString("https://api.github.com");
        assertThat(GithubWitness.url("https://ghes.example.org:8443/api/v3")).hasPort(8443);
    }
}
