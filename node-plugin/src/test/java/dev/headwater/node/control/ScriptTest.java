package dev.headwater.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.ControlFile;
import dev.headwater.control.Fields;
import dev.headwater.control.JobIdentity;
import dev.headwater.control.Request;
import dev.headwater.control.SaveTerms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of the slot, in the shells that small images have. */
@ParameterizedClass
@ValueSource(strings = {"dash", "busybox sh"})
class ScriptTest {
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
    private static final Map<String, String> JOB = Map.of(
            "GITHUB_REPOSITORY", "acme/lambdas",
            "GITHUB_REF", "refs/heads/main",
            "GITHUB_SHA", SHA,
            "GITHUB_RUN_ID", "42",
            "GITHUB_RUN_ATTEMPT", "2",
            "GITHUB_WORKFLOW", "build \\ \"all\"\n$(rm) é",
            "GITHUB_JOB", "a");

    @TempDir
    Path slot;

    private final String shell;

    ScriptTest(String shell) {
        this.shell = shell;
    }

    private record Ended(int code, String output) {}

    @BeforeEach
    void makeSlot() throws IOException {
        Files.createDirectories(slot.resolve(".headwater/in"));
        Files.createDirectories(slot.resolve(".headwater/results"));
        for (var name : List.of("headwater", "job-started.sh")) {
            try (var script = Objects.requireNonNull(InlineVolumes.class.getResourceAsStream(name))) {
                Files.write(slot.resolve(".headwater").resolve(name), script.readAllBytes());
            }
        }
    }

    private Process start(Map<String, String> environment, String script, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(shell.split(" ")));
        command.add(slot.resolve(".headwater").resolve(script).toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GITHUB_"));
        builder.environment().putAll(environment);
        builder.environment().put("GITHUB_OUTPUT", slot.resolve("outputs").toString());
        return builder.start();
    }

    private static Ended end(Process process) throws Exception {
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    private Ended run(Map<String, String> environment, String... arguments) throws Exception {
        return end(start(environment, "headwater", arguments));
    }

    /** Runs the command and answers its request. */
    private Ended answered(Map<String, String> answer, List<Request> asked, String... arguments) throws Exception {
        var process = start(JOB, "headwater", arguments);
        var request = awaitRequest();
        asked.add(Request.from(ControlFile.parse(Files.readAllBytes(request))));
        var id = request.getFileName().toString().replace(".request", "");
        assertThat(ControlFile.isId(id)).isTrue();
        var fields = new Fields.Builder();
        answer.forEach(fields::with);
        var temporary = Files.write(
                slot.resolve("answer"), ControlFile.format(fields.build().values()));
        Files.move(temporary, slot.resolve(".headwater/results/" + id + ".result"));
        return end(process);
    }

    private Path awaitRequest() throws Exception {
        for (var i = 0; i < 500; i++) {
            try (var files = Files.list(slot.resolve(".headwater/in"))) {
                Optional<Path> request = files.filter(file -> file.toString().endsWith(".request"))
                        .findFirst();
                if (request.isPresent()) {
                    return request.get();
                }
            }
            Thread.sleep(10);
        }
        throw new AssertionError("no request was written");
    }

    @Test
    void restore_asks_as_the_job_and_hands_its_outputs_on() throws Exception {
        var asked = new ArrayList<Request>();
        var ended = answered(
                Map.of("outcome", "attached", "message", "Restored \\ at\n100% of it", "restored", "true"),
                asked,
                "restore",
                "--path",
                slot.resolve("cargo").toString(),
                "--key",
                "function-a",
                "--version",
                "v3");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).isEqualTo("headwater: Restored \\ at\n100% of it\n");
        assertThat(Files.readString(slot.resolve("outputs")))
                .contains("restored=true\n")
                .doesNotContain("message");
        var restore = (Request.Restore) asked.getFirst();
        assertThat(restore.key()).isEqualTo("function-a");
        assertThat(restore.version()).isEqualTo("v3");
        assertThat(restore.job().orElseThrow().workflow()).contains(JOB.get("GITHUB_WORKFLOW"));
        assertThat(restore.job().orElseThrow().runAttempt()).isEqualTo(2);
    }

    @Test
    void restore_narrows_where_its_content_comes_from() throws Exception {
        var asked = new ArrayList<Request>();
        answered(
                Map.of("outcome", "attached", "message", "m", "restored-from", "restore-key"),
                asked,
                "restore",
                "--path=" + slot.resolve("cargo"),
                "--key=function-a",
                "--restore-keys=function-\ncargo",
                "--branch-fallback=false");

        var restore = (Request.Restore) asked.getFirst();
        assertThat(restore.restoreKeys()).containsExactly("function-", "cargo");
        assertThat(restore.fallback()).isEqualTo(Request.Fallback.OWN_LANE);
        assertThat(restore.job().orElseThrow().baseRef()).isEmpty();
        assertThat(Files.readString(slot.resolve("outputs"))).contains("restored-from=restore-key\n");
    }

    @Test
    void restore_says_that_a_new_volume_is_not_worth_saving() throws Exception {
        var asked = new ArrayList<Request>();
        answered(
                Map.of("outcome", "attached", "message", "m"),
                asked,
                "restore",
                "--path=" + slot.resolve("cargo"),
                "--key=function-a",
                "--save-on-empty=false");

        assertThat(((Request.Restore) asked.getFirst()).save().onEmpty()).isEqualTo(SaveTerms.OnEmpty.SKIP);
    }

    @Test
    void a_pull_request_says_which_branch_it_is_for_and_what_it_may_do_with_caches() throws Exception {
        var job = new HashMap<>(JOB);
        job.put("GITHUB_REF", "refs/pull/7/merge");
        job.put("GITHUB_BASE_REF", "release/1");
        job.put("ACTIONS_CACHE_MODE", "read");

        end(start(job, "job-started.sh"));

        var latched =
                JobIdentity.from(ControlFile.parse(Files.readAllBytes(slot.resolve(".headwater/in/job-started"))));
        assertThat(latched.baseRef()).contains("refs/heads/release/1");
        assertThat(latched.cacheMode()).contains("read");
    }

    @Test
    void a_refusal_fails_the_step_and_scratch_does_not() throws Exception {
        var path = slot.resolve("cargo").toString();

        assertThat(answered(
                                Map.of("outcome", "refused", "message", "no"),
                                new ArrayList<>(),
                                "restore",
                                "--path",
                                path,
                                "--key",
                                "k")
                        .code())
                .isEqualTo(1);
        Files.delete(awaitRequest());
        assertThat(answered(
                                Map.of("outcome", "scratch", "message", "cold"),
                                new ArrayList<>(),
                                "restore",
                                "--path",
                                path,
                                "--key",
                                "k")
                        .code())
                .isZero();
    }

    @Test
    void checkout_splits_the_work_directory() throws Exception {
        var asked = new ArrayList<Request>();
        answered(
                Map.of("outcome", "done", "message", "ok"),
                asked,
                "checkout",
                "--path",
                slot.resolve("cargo/workspace/app").toString());

        var checkout = (Request.Checkout) asked.getFirst();
        assertThat(checkout.path()).isEqualTo(slot.resolve("cargo").toString());
        assertThat(checkout.directory()).isEqualTo("workspace/app");
        assertThat(checkout.url()).isEqualTo("https://github.com/acme/lambdas");
        assertThat(checkout.sha()).contains(SHA);
        assertThat(checkout.ref()).isEqualTo("refs/heads/main");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--ref refs/heads/main | refs/heads/main | SHA",
                "--ref main | refs/heads/main | SHA",
                "--repository acme/lambdas --server-url https://github.com/ | refs/heads/main | SHA",
                "--ref v1.2 | v1.2 |",
                "--ref refs/pull/7/merge | refs/pull/7/merge |",
                "--repository acme/other | HEAD |",
                "--repository acme/other --ref v1 | v1 |",
                "--server-url https://elsewhere.example.com | HEAD |",
                "--repository acme/other --ref refs/tags/v1 --sha OTHER | refs/tags/v1 | OTHER",
                "--sha OTHER | refs/heads/main | OTHER",
            })
    void checkout_takes_the_jobs_commit_only_where_nothing_else_is_named(String options, String ref, String sha)
            throws Exception {
        var other = SHA.replace('a', 'b');
        var arguments = new ArrayList<>(
                List.of("checkout", "--path", slot.resolve("cargo/ws").toString()));
        arguments.addAll(List.of(options.replace("OTHER", other).split(" ")));
        var asked = new ArrayList<Request>();
        answered(Map.of("outcome", "done", "message", "ok"), asked, arguments.toArray(String[]::new));

        var checkout = (Request.Checkout) asked.getFirst();
        assertThat(checkout.ref()).isEqualTo(ref);
        assertThat(checkout.sha()).isEqualTo(Optional.ofNullable(sha).map(word -> word.equals("SHA") ? SHA : other));
    }

    @Test
    void checkout_hands_its_options_and_its_token_on() throws Exception {
        var environment = new HashMap<>(JOB);
        environment.put("GITHUB_TOKEN", "ghs_secret");
        var process = start(
                environment,
                "headwater",
                "checkout",
                "--path",
                slot.resolve("cargo/ws").toString(),
                "--depth",
                "0",
                "--submodules",
                "recursive",
                "--lfs",
                "--sparse",
                "src",
                "--sparse",
                "docs/a b",
                "--clean",
                "true",
                "--verify",
                "false");
        var request = awaitRequest();
        var id = request.getFileName().toString().replace(".request", "");
        var token = request.resolveSibling(id + ".token");
        var checkout = (Request.Checkout) Request.from(ControlFile.parse(Files.readAllBytes(request)));

        assertThat(checkout.options())
                .isEqualTo(new CheckoutOptions(
                        0,
                        CheckoutOptions.Submodules.RECURSIVE,
                        CheckoutOptions.Verification.NEVER,
                        List.of("src", "docs/a b"),
                        Set.of(CheckoutOptions.Extra.LFS, CheckoutOptions.Extra.CLEAN)));
        assertThat(token).hasContent("ghs_secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(request)).doesNotContain("ghs_secret");
        Files.writeString(slot.resolve(".headwater/results/" + id + ".result"), "outcome=done\nmessage=ok\n");
        var ended = end(process);
        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).doesNotContain("ghs_secret");
        assertThat(token).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore", "save", "finish"})
    void a_token_from_a_file_travels_beside_the_request(String operation) throws Exception {
        var file = Files.writeString(slot.resolve("id-token"), "eyJ.secret\n");
        var key = operation.equals("restore") ? List.of("--key", "k") : List.<String>of();
        var arguments = new ArrayList<>(
                List.of(operation, "--path", slot.resolve("cargo").toString()));
        arguments.addAll(key);
        arguments.addAll(List.of("--token-file", file.toString()));
        var process = start(JOB, "headwater", arguments.toArray(String[]::new));
        var request = awaitRequest();
        var id = request.getFileName().toString().replace(".request", "");
        var token = request.resolveSibling(id + ".token");

        assertThat(token).hasContent("eyJ.secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(request)).doesNotContain("secret");
        Files.writeString(slot.resolve(".headwater/results/" + id + ".result"), "outcome=done\nmessage=ok\n");
        var ended = end(process);
        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).doesNotContain("secret");
        assertThat(token).doesNotExist();
    }

    @Test
    void a_token_that_is_not_there_is_wrong_usage() throws Exception {
        var path = slot.resolve("cargo").toString();
        var missing = slot.resolve("none").toString();

        assertThat(run(JOB, "save", "--path", path, "--token-file", missing).code())
                .isEqualTo(2);
        assertThat(run(JOB, "skip", "--path", path, "--token-file", missing).code())
                .isEqualTo(2);
    }

    @Test
    void the_jobs_token_is_not_for_another_server() throws Exception {
        var environment = new HashMap<>(JOB);
        environment.put("GITHUB_TOKEN", "ghs_secret");
        var ended = run(
                environment,
                "checkout",
                "--path",
                slot.resolve("cargo/ws").toString(),
                "--server-url",
                "https://elsewhere.example.com",
                "--timeout",
                "1");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(slot.resolve(".headwater/in")).isEmptyDirectory();
    }

    @Test
    void on_scratch_the_job_checks_out_by_itself() throws Exception {
        var sha = onScratch("--sha");
        assertThat(Files.readString(slot.resolve("outputs"))).contains("checkout-head=" + sha);
    }

    @Test
    void on_scratch_a_ref_will_do() throws Exception {
        var sha = onScratch("--ref");
        assertThat(Files.readString(slot.resolve("outputs"))).contains("checkout-head=" + sha);
    }

    /** The commit of a repository with the tag v1.2, checked out by its name or by the tag's. */
    private String onScratch(String option) throws Exception {
        var origin = slot.resolve("origin/acme/lambdas");
        Files.createDirectories(origin);
        git(origin, "init", "-q");
        Files.writeString(origin.resolve("file"), "content");
        git(origin, "add", "file");
        git(origin, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "first");
        git(origin, "tag", "v1.2");
        var sha = git(origin, "rev-parse", "HEAD").strip();
        Files.createDirectory(slot.resolve("cargo"));
        var process = start(
                JOB,
                "headwater",
                "checkout",
                "--path",
                slot.resolve("cargo/ws").toString(),
                option,
                option.equals("--sha") ? sha : "v1.2",
                "--server-url",
                "file://" + slot.resolve("origin"));
        var request = awaitRequest();
        Files.writeString(
                slot.resolve(
                        ".headwater/results/" + request.getFileName().toString().replace(".request", ".result")),
                "outcome=failed\nreason=ScratchOnly\nmessage=On scratch.\n");

        var ended = end(process);
        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(slot.resolve("cargo/ws/file")).hasContent("content");
        return sha;
    }

    private static String git(Path directory, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(List.of(arguments));
        var ended = end(new ProcessBuilder(command).redirectErrorStream(true).start());
        assertThat(ended.code()).as(ended.output()).isZero();
        return ended.output();
    }

    @Test
    void save_finds_the_only_volume() throws Exception {
        Files.createDirectory(slot.resolve("cargo"));
        var asked = new ArrayList<Request>();
        answered(Map.of("outcome", "done", "message", "ok"), asked, "save", "green build");

        assertThat(asked.getFirst()).isInstanceOfSatisfying(Request.Finish.class, finish -> {
            assertThat(finish.path()).isEqualTo(slot.resolve("cargo").toString());
            assertThat(finish.reason()).contains("green build");
        });
    }

    @Test
    void a_wish_that_nobody_reads_in_time_stays() throws Exception {
        var ended = run(JOB, "skip", "--path", "/mnt/cargo", "--timeout", "1");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.output())
                .contains("no node plugin answered within 1 seconds")
                .contains("done when it is back, or when this pod ends");
        assertThat(Request.from(ControlFile.parse(Files.readAllBytes(awaitRequest()))))
                .isInstanceOfSatisfying(
                        Request.Finish.class,
                        finish -> assertThat(finish.wish()).isEqualTo(Request.Wish.SKIP));
    }

    @Test
    void nobody_restores_for_a_step_that_waits_no_longer() throws Exception {
        var ended = run(JOB, "restore", "--path", "/mnt/cargo", "--key", "k", "--timeout", "1");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(slot.resolve(".headwater/in")).isEmptyDirectory();
    }

    @Test
    void wrong_usage_is_said_and_help_helps() throws Exception {
        assertThat(run(JOB, "restore", "--key", "k").code()).isEqualTo(2);
        assertThat(run(JOB, "restore", "--path").code()).isEqualTo(2);
        assertThat(run(JOB, "explode").code()).isEqualTo(2);
        assertThat(run(JOB, "save", "--timeout", "soon").code()).isEqualTo(2);
        assertThat(run(JOB, "checkout", "--path", "/elsewhere/x").output()).contains("not below the slot");
        assertThat(run(JOB, "help").output()).contains("usage: headwater restore");
        assertThat(run(JOB).code()).isZero();
    }

    @Test
    void the_hook_describes_the_job_and_never_fails() throws Exception {
        var ended = end(start(JOB, "job-started.sh"));

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).contains("recorded run 42 of acme/lambdas");
        var job = JobIdentity.from(ControlFile.parse(Files.readAllBytes(slot.resolve(".headwater/in/job-started"))));
        assertThat(job.workflow()).contains(JOB.get("GITHUB_WORKFLOW"));
        assertThat(job.runId()).isEqualTo(42);

        assertThat(end(start(Map.of(), "job-started.sh")).code()).isZero();
        Files.delete(slot.resolve(".headwater/in/job-started"));
        Files.delete(slot.resolve(".headwater/in"));
        assertThat(end(start(JOB, "job-started.sh")).code()).isZero();
    }
}
