package dev.headwater.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void aRestoreCarriesTheJobWhereItNamesOne() throws Exception {
        var request = parse("op=restore\npath=/mnt/cargo\nkey=a/b\nversion=v3\ntimeout=30\nrepository=acme/lambdas\n"
                + "ref=refs/heads/main\nsha=" + SHA + "\nrun-id=7\nrun-attempt=2\n");

        var job = new JobIdentity(
                "acme/lambdas",
                "refs/heads/main",
                Optional.empty(),
                SHA,
                Optional.empty(),
                7,
                2,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(request)
                .isEqualTo(new Request.Restore(
                        "/mnt/cargo",
                        Duration.ofSeconds(30),
                        "a/b",
                        "v3",
                        List.of(),
                        Request.Fallback.ANY,
                        SaveTerms.UNSAID,
                        Optional.of(job)));
        assertThat(request.volumeName()).isEqualTo("cargo");
    }

    @Test
    void aRestoreNarrowsWhereItsContentMayComeFrom() throws Exception {
        assertThat(restore("restore-keys=cargo-a-\\ncargo-, rust\n").restoreKeys())
                .containsExactly("cargo-a-", "cargo-", "rust");
        assertThat(restore("default-branch-fallback=false\n").fallback())
                .isEqualTo(Request.Fallback.NOT_DEFAULT_BRANCH);
        assertThat(restore("branch-fallback=false\n").fallback()).isEqualTo(Request.Fallback.OWN_LANE);
        assertThat(restore("branch-fallback=true\n").fallback()).isEqualTo(Request.Fallback.ANY);
    }

    private static Request.Restore restore(String more) throws ControlFileException {
        return (Request.Restore) parse("op=restore\npath=/mnt/cargo\nkey=a\n" + more);
    }

    @Test
    void aPullRequestSaysWhereItWantsToGo() throws Exception {
        var job = restore("repository=acme/lambdas\nref=refs/pull/7/merge\nbase-ref=refs/heads/main\nsha=" + SHA
                        + "\nrun-id=1\n")
                .job()
                .orElseThrow();

        assertThat(job.baseRef()).contains("refs/heads/main");
        assertThat(JobIdentity.from(job.toFields(new Fields.Builder()).build())).isEqualTo(job);
    }

    @Test
    void savesAndSkipsDifferInTheirWish() throws Exception {
        assertThat(parse("op=save\npath=/mnt/cargo\n"))
                .isEqualTo(new Request.Finish(
                        "/mnt/cargo", Request.DEFAULT_TIMEOUT, Request.Wish.SAVE, Optional.empty(), Optional.empty()));
        assertThat(parse("op=skip\npath=/mnt/cargo\nreason=nothing new\n"))
                .isEqualTo(new Request.Finish(
                        "/mnt/cargo",
                        Request.DEFAULT_TIMEOUT,
                        Request.Wish.SKIP,
                        Optional.of("nothing new"),
                        Optional.empty()));
        assertThat(parse("op=finish\npath=/mnt/cargo\nwait=ready\n"))
                .isEqualTo(new Request.Finish(
                        "/mnt/cargo",
                        Request.DEFAULT_TIMEOUT,
                        Request.Wish.AS_AGREED,
                        Optional.empty(),
                        Optional.of(Request.Milestone.READY)));
    }

    @Test
    void aRestoreSaysWhatBecomesOfItsVolume() throws Exception {
        var terms = restore("save=true\nsave-marker-file=out/build-id\nsave-marker-value=42\n"
                        + "save-if=git-paths-changed\ngit-paths=src/**\\nCargo.lock :!src/doc\nsave-on-empty=false\n")
                .save();

        assertThat(terms)
                .isEqualTo(new SaveTerms(
                        SaveTerms.Standing.SAVE,
                        new Relevance(
                                Optional.of(new Marker("out/build-id", Optional.of("42"))),
                                Relevance.PathRule.GIT_PATHS_CHANGED,
                                List.of("src/**", "Cargo.lock", ":!src/doc")),
                        SaveTerms.OnEmpty.SKIP));
        assertThat(SaveTerms.from(throughFile(terms.toFields()))).isEqualTo(terms);
        assertThat(restore("").save()).isEqualTo(SaveTerms.UNSAID);
        assertThat(SaveTerms.from(throughFile(SaveTerms.UNSAID.toFields()))).isEqualTo(SaveTerms.UNSAID);
    }

    @ParameterizedTest
    @CsvSource({
        "save=maybe,'save is none of true, false and auto'",
        "save-on-empty=maybe,save-on-empty is neither true nor false",
        "save-marker-value=1,save-marker-value is given without save-marker-file",
        "save-marker-file=/etc/passwd,save-marker-file is not the path of a file",
        "save-marker-file=a/../../b,save-marker-file is not the path of a file",
        "save-marker-file=a//b,save-marker-file is not the path of a file",
        "save-marker-file=.headwater/record,save-marker-file is not the path of a file",
        "save-marker-file=ws/.git/HEAD,save-marker-file is not the path of a file",
        "save-marker-file=a\\nb,save-marker-file is not the path of a file",
        "save-if=sometimes,save-if is neither always nor git-paths-changed",
        "git-paths=--exec=x,git-paths hold one",
        "git-paths=:(attr:x)y,git-paths hold one",
        "git-paths=/etc,git-paths hold one",
    })
    void termsThatCannotBeKeptAreRefused(String line, String clause) {
        assertThatThrownBy(() -> restore(line + "\n"))
                .isInstanceOf(ControlFileException.class)
                .hasMessageContaining(clause);
    }

    @Test
    void pathsThatDoNotCountAreAContradiction() {
        assertThatThrownBy(() -> restore("save-if=always\ngit-paths=src\n"))
                .hasMessage("git-paths are given although save-if is always");
        assertThatThrownBy(() -> parse("op=save\npath=/mnt/cargo\nwait=forever\n"))
                .hasMessage("wait is none of detached, cut and ready");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "op=restore;key=a | path is missing",
                "op=restore;path=/mnt;key=a | path is not absolute with at least two elements, as in /mnt/rust-cargo-snapshot",
                "op=restore;path=/mnt/.headwater;key=a | path is not absolute with at least two elements, as in /mnt/rust-cargo-snapshot",
                "op=restore;path=/mnt/../etc;key=a | path is not absolute with at least two elements, as in /mnt/rust-cargo-snapshot",
                "op=restore;path=/mnt/x | key is missing",
                "op=restore;path=/mnt/x;key=-a | key does not start with a letter or digit or holds other characters than letters, digits and . _ / -",
                "op=restore;path=/mnt/x;key=a;branch-fallback=no | branch-fallback is neither true nor false",
                "op=restore;path=/mnt/x;key=a;restore-keys=a b c d e f g h i | restore-keys are more than 8",
                "op=restore;path=/mnt/x;key=a;restore-keys=../x | restore-keys hold one that does not start with a letter or digit, holds other characters than letters, digits and . _ / -, or is longer than 200 characters",
                "op=restore;path=/mnt/x;key=a;repository=acme/x;ref=refs/pull/1/merge;base-ref=main;sha=0;run-id=1 | base-ref is not a full ref such as refs/heads/main",
                "op=dance;path=/mnt/x | op is none of restore, checkout, save, skip and finish",
                "op=save;path=/mnt/x;timeout=0 | timeout is not between 1 and 3600",
                "op=save;path=/mnt/x;timeout=soon | timeout is not a whole number",
                "op=restore;path=/mnt/x;key=a;repository=acme/x;ref=main;sha=0;run-id=1 | ref is not a full ref such as refs/heads/main",
                "op=checkout;path=/mnt/x;url=file:///etc;ref=refs/heads/main;sha=0 | url is not an http or https URL without credentials",
                "op=checkout;path=/mnt/x;url=http://u:p@h/r;ref=refs/heads/main;sha=0 | url is not an http or https URL without credentials",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=refs/heads/main;sha=xyz | sha is not 40 or 64 hex digits",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=main;sha=SHA | ref is not a full ref such as refs/heads/main; without a sha, the name of a branch or tag will do",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=a..b | ref is neither a full ref nor the name of a branch or tag",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=-x | ref is neither a full ref nor the name of a branch or tag",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=refs/notes/x | ref is neither a full ref nor the name of a branch or tag",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=a:b | ref is neither a full ref nor the name of a branch or tag",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=refs/heads/main;sha=SHA;depth=-1 | depth is not between 0 and 1000000",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=refs/heads/main;sha=SHA;submodules=all | submodules is none of true, false and recursive",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=refs/heads/main;sha=SHA;verify=no | verify is none of true, false and auto",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=refs/heads/main;sha=SHA;lfs=1 | lfs is neither true nor false",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=refs/heads/main;sha=SHA;sparse=a/../b | sparse is not a list of directories, one on each line, without patterns",
                "op=checkout;path=/mnt/x;url=http://h/r;ref=refs/heads/main;sha=SHA;sparse=*.rs | sparse is not a list of directories, one on each line, without patterns",
            })
    void aRequestThatCannotBeServedSaysWhy(String lines, String message) {
        assertThatThrownBy(() -> parse(lines.replace(';', '\n').replace("SHA", SHA)))
                .isInstanceOf(ControlFileException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"../x", "a/../b", "/abs", "a//b", "./a"})
    void aCheckoutStaysInsideItsVolume(String directory) {
        assertThatThrownBy(() -> parse("op=checkout\npath=/mnt/x\nurl=http://h/r\nref=refs/heads/main\nsha=" + SHA
                        + "\ndirectory=" + directory))
                .isInstanceOf(ControlFileException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "v1.2",
        "feat/x",
        "refs/tags/v1.2",
        "refs/pull/7/merge",
        "HEAD",
        "0123456789abcdef0123456789abcdef01234567"
    })
    void aRefAloneIsEnough(String ref) throws Exception {
        assertThat(parse("op=checkout\npath=/mnt/x\nurl=http://h/r\nref=" + ref + "\n"))
                .isInstanceOfSatisfying(Request.Checkout.class, checkout -> {
                    assertThat(checkout.ref()).isEqualTo(ref);
                    assertThat(checkout.sha()).isEmpty();
                });
    }

    @Test
    void aTokenIsOneLineAndShowsItselfToNobody() throws Exception {
        var token = Token.parse("ghs_abc123\n".getBytes(StandardCharsets.UTF_8));

        assertThat(token).hasToString("(hidden)");
        assertThat(token.bytes()).isEqualTo("ghs_abc123".getBytes(StandardCharsets.UTF_8));
        assertThat(token.hideIn("ghs_abc123, " + token.authorization())).isEqualTo("(hidden), basic (hidden)");
        for (var text : List.of("", "a b", "a\nb", "\u00e4", "x".repeat(Token.MAX_BYTES + 1))) {
            assertThatThrownBy(() -> Token.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(ControlFileException.class);
        }
    }

    @Test
    void ordersAndReportsSurviveTheirFiles() throws Exception {
        var checkout = new Order.Checkout(
                Duration.ofSeconds(60),
                "workspace",
                "http://h/r",
                "refs/heads/main",
                Optional.of(SHA),
                CheckoutOptions.DEFAULT);
        var unusual = new Order.Checkout(
                Duration.ofSeconds(60),
                "workspace",
                "http://h/r",
                "v1",
                Optional.empty(),
                new CheckoutOptions(
                        0,
                        CheckoutOptions.Submodules.RECURSIVE,
                        CheckoutOptions.Verification.NEVER,
                        List.of("src/main", "docs"),
                        Set.of(CheckoutOptions.Extra.LFS, CheckoutOptions.Extra.CLEAN)));
        var seal = new Order.Seal(
                Duration.ofSeconds(60),
                new Fields.Builder()
                        .with("sha", SHA)
                        .with(Marker.FILE, "another")
                        .build(),
                new Relevance(
                        Optional.of(new Marker("build-id", Optional.of("4 2"))), Relevance.PathRule.ALWAYS, List.of()),
                Optional.of(SHA),
                Optional.of(Instant.parse("2026-03-01T12:00:00.5Z")));
        var report = new Report(
                Report.Outcome.FAILED,
                Optional.of("two\nlines"),
                new Fields.Builder().with("took-ms", "5").build());

        assertThat(Order.from(throughFile(Order.toFields(checkout)))).isEqualTo(checkout);
        assertThat(Order.from(throughFile(Order.toFields(unusual)))).isEqualTo(unusual);
        assertThat(Order.from(throughFile(Order.toFields(seal)))).isEqualTo(seal);
        assertThat(Report.from(throughFile(report.toFields()))).isEqualTo(report);
    }

    private static Fields throughFile(Fields fields) throws ControlFileException {
        return ControlFile.parse(ControlFile.format(fields.values()));
    }

    private static Request parse(String text) throws ControlFileException {
        return Request.from(ControlFile.parse(text.getBytes(StandardCharsets.UTF_8)));
    }
}
