package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.CheckoutOptions.Extra;
import dev.headwater.control.CheckoutOptions.Submodules;
import dev.headwater.control.CheckoutOptions.Verification;
import dev.headwater.control.Fields;
import dev.headwater.control.Token;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.testing.GitServer.Behaviour;
import dev.headwater.keeper.testing.Tree;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job may ask for beside a commit. */
@Timeout(120)
class CheckoutOptionsTest {
    private static final String SECRET = "ghs_secret0123456789";

    @TempDir
    Path temporary;

    CheckoutFixture fixture;

    @BeforeEach
    void begin() throws Exception {
        fixture = new CheckoutFixture(temporary);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    // depth

    @Test
    void asMuchHistoryIsFetchedAsIsAskedForAndNoMoreThanOnce() throws Exception {
        for (var i = 2; i <= 5; i++) {
            fixture.author.commit(Map.of("a.txt", "a" + i));
        }
        var head = fixture.author.commit(Map.of("a.txt", "a6"));

        fixture.checkout(head);
        assertThat(history()).isEqualTo("1");
        fixture.checkout(head, CheckoutFixture.depth(3));
        assertThat(history()).isEqualTo("3");
        fixture.checkout(head, CheckoutFixture.depth(0));
        assertThat(history()).isEqualTo("6");

        var requests = fixture.server.requests();
        fixture.checkout(head, CheckoutFixture.depth(3));
        fixture.checkout(head, CheckoutFixture.depth(0));
        assertThat(fixture.server.requests()).isEqualTo(requests);
        assertThat(history()).isEqualTo("6");
    }

    @Test
    void allHistoryOfANewRepository() throws Exception {
        var second = fixture.author.commit(Map.of("a.txt", "a2"));

        fixture.checkout(second, CheckoutFixture.depth(0));

        assertThat(history()).isEqualTo("2");
        assertThat(fixture.git().resolve("shallow")).doesNotExist();
    }

    private String history() throws Exception {
        return Author.git(fixture.work(), "rev-list", "--count", "HEAD");
    }

    // sparse

    @Test
    void onlyTheDirectoriesAskedForAreThereAndANoOpWritesNothing() throws Exception {
        var second = fixture.author.commit(Map.of("other/x.txt", "x", "src/deep/d.txt", "d"));
        fixture.checkout(second, CheckoutFixture.sparse("src/deep"));

        assertThat(Tree.ofWork(fixture.work()).times().keySet())
                .containsExactlyInAnyOrder(".gitignore", "a.txt", "src/b.txt", "src/deep/c.txt", "src/deep/d.txt");
        assertNothingHappens(() -> fixture.checkout(second, CheckoutFixture.sparse("src/deep")));

        var third = fixture.author.commit(Map.of("other/x.txt", "x2", "a.txt", "a3"));
        var before = Tree.ofWork(fixture.work());
        fixture.checkout(third, CheckoutFixture.sparse("src/deep"));
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).containsExactly("a.txt");
    }

    @Test
    void theWholeTreeComesBackAndWhatWasThereKeepsItsTime() throws Exception {
        var second = fixture.author.commit(Map.of("other/x.txt", "x"));
        fixture.checkout(second, CheckoutFixture.sparse("other"));
        var before = Tree.ofWork(fixture.work());

        fixture.checkout(second);

        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).containsExactly("src/b.txt", "src/deep/c.txt");
        assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();
    }

    @Test
    void aFileHiddenWithinTheDirectoriesAskedForIsFound() throws Exception {
        fixture.checkout(fixture.first, CheckoutFixture.sparse("src"));
        Author.git(fixture.work(), "update-index", "--assume-unchanged", "src/b.txt");
        Files.writeString(fixture.work().resolve("src/b.txt"), "hidden");

        fixture.checkout(fixture.first, CheckoutFixture.sparse("src"));

        assertThat(fixture.work().resolve("src/b.txt")).hasContent("b1");
    }

    // clean

    @Test
    void cleaningRemovesWhatIsNeitherTrackedNorIgnored() throws Exception {
        fixture.checkout(fixture.first);
        Files.createDirectories(fixture.work().resolve("target/debug"));
        Files.writeString(fixture.work().resolve("target/debug/out"), "built");
        Files.createDirectories(fixture.work().resolve("stray"));
        Files.writeString(fixture.work().resolve("stray/file"), "x");
        var before = Tree.ofWork(fixture.work());

        fixture.checkout(fixture.first, CheckoutFixture.with(Extra.CLEAN));

        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).containsExactly("stray/file");
    }

    // verification

    @Test
    void forgedStatDataDeceiveTheFastModeAndNotTheVerification() throws Exception {
        fixture.checkout(fixture.first);
        forgeStatDataOf("src/b.txt", "b1", "EV");

        assertThat(fixture.checkout(fixture.first).optional("changed-files")).contains("0");
        assertThat(fixture.work().resolve("src/b.txt")).hasContent("EV");
        var before = Tree.ofWork(fixture.work());
        var verified = fixture.checkout(fixture.first, CheckoutFixture.verification(Verification.ALWAYS));

        assertThat(verified.optional("changed-files")).contains("1");
        assertThat(fixture.work().resolve("src/b.txt")).hasContent("b1");
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).containsExactly("src/b.txt");
    }

    @Test
    void tagsAreVerifiedUnlessTheJobSaysOtherwise() throws Exception {
        fixture.author.publishAs("refs/tags/v1");
        fixture.checkout(fixture.first);
        forgeStatDataOf("src/b.txt", "b1", "EV");
        var url = fixture.server.url("app.git");

        var never = CheckoutFixture.order(
                CheckoutFixture.DIRECTORY,
                url,
                "refs/tags/v1",
                fixture.first,
                CheckoutFixture.verification(Verification.NEVER));
        fixture.checkout(never);
        assertThat(fixture.work().resolve("src/b.txt")).hasContent("EV");

        var tag = CheckoutFixture.order(
                CheckoutFixture.DIRECTORY, url, "refs/tags/v1", fixture.first, CheckoutOptions.DEFAULT);
        assertThat(fixture.report(tag, Optional.empty()).optional("message").orElseThrow())
                .isEqualTo(
                        "workspace/app is at %s: 1 file changed, fetched from the remote, every tracked file verified."
                                .formatted(fixture.first.substring(0, 12)));
        assertThat(fixture.work().resolve("src/b.txt")).hasContent("b1");
    }

    @Test
    void plantedAttributesDoNotDeceiveTheVerification() throws Exception {
        fixture.checkout(fixture.first);
        Files.writeString(fixture.work().resolve("src/.gitattributes"), "* working-tree-encoding=UTF-16LE\n");
        Files.write(fixture.work().resolve("src/b.txt"), "b1".getBytes(StandardCharsets.UTF_16LE));

        fixture.checkout(fixture.first, CheckoutFixture.verification(Verification.ALWAYS));

        assertThat(fixture.work().resolve("src/b.txt")).hasContent("b1");
        assertThat(fixture.work().resolve("src/.gitattributes")).doesNotExist();
    }

    @Test
    void aVerificationThatTheRemoteDoesNotServeTouchesNothing() throws Exception {
        fixture.checkout(fixture.first);
        var before = Tree.of(fixture.volume);
        fixture.server.behave(Behaviour.UNAVAILABLE);

        assertThatThrownBy(() -> fixture.checkout(fixture.first, CheckoutFixture.verification(Verification.ALWAYS)))
                .isInstanceOf(OrderFailedException.class);
        assertThat(Tree.of(fixture.volume).changedSince(before)).isEmpty();
    }

    /** As a job would that wants others to build something else: other content, same size, and an index that knows it. */
    private void forgeStatDataOf(String name, String right, String wrong) throws Exception {
        Files.writeString(fixture.work().resolve(name), wrong);
        // Git compares whole seconds, and reads a file as young as its index.
        Files.setLastModifiedTime(
                fixture.work().resolve(name), FileTime.from(Instant.now().minusSeconds(60)));
        Author.git(fixture.work(), "add", name);
        var forged = Author.git(fixture.work(), "ls-files", "-s", name).split(" ")[1];
        var genuine = Author.git(fixture.work(), "rev-parse", "HEAD:" + name);
        ForgedIndex.replace(fixture.git().resolve("index"), forged, genuine);
        assertThat(right).hasSameSizeAs(wrong);
        assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();
    }

    // submodules

    @Test
    void submodulesAreCheckedOutLikeTheirSuperproject() throws Exception {
        var inner = fixture.project("inner.git");
        inner.commit(Map.of("deep.txt", "d1"));
        var library = fixture.project("group/library.git");
        library.commit(Map.of("lib.txt", "l1"));
        addSubmodule(library, "../../inner.git", "nested/inner", "inner.git");
        var withInner = library.head();
        addSubmodule(fixture.author, "../group/library.git", "lib", "group/library.git");
        var commit = fixture.author.head();

        fixture.checkout(commit, CheckoutFixture.submodules(Submodules.DIRECT));
        assertThat(fixture.work().resolve("lib/lib.txt")).hasContent("l1");
        assertThat(fixture.work().resolve("lib/nested/inner/deep.txt")).doesNotExist();
        assertNothingHappens(() -> fixture.checkout(commit, CheckoutFixture.submodules(Submodules.DIRECT)));

        fixture.checkout(commit, CheckoutFixture.submodules(Submodules.RECURSIVE));
        assertThat(fixture.work().resolve("lib/nested/inner/deep.txt")).hasContent("d1");
        assertNothingHappens(() -> fixture.checkout(commit, CheckoutFixture.submodules(Submodules.RECURSIVE)));
        assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();
        assertThat(withInner).isNotEmpty();
    }

    @Test
    void aChangedOrReplacedSubmoduleIsPutRightAndTheRestKept() throws Exception {
        var library = fixture.project("library.git");
        library.commit(Map.of("lib.txt", "l1", "other.txt", "o1"));
        addSubmodule(fixture.author, "../library.git", "lib", "library.git");
        var commit = fixture.author.head();
        fixture.checkout(commit, CheckoutFixture.submodules(Submodules.DIRECT));
        Files.writeString(fixture.work().resolve("lib/lib.txt"), "dirty");
        var before = Tree.ofWork(fixture.work().resolve("lib"));

        fixture.checkout(commit, CheckoutFixture.submodules(Submodules.DIRECT));
        assertThat(Tree.ofWork(fixture.work().resolve("lib")).changedSince(before))
                .containsExactly("lib.txt");

        var outside = Files.createDirectory(temporary.resolve("outside"));
        Files.move(fixture.work().resolve("lib"), temporary.resolve("moved"));
        Files.createSymbolicLink(fixture.work().resolve("lib"), outside);
        fixture.checkout(commit, CheckoutFixture.submodules(Submodules.DIRECT));
        assertThat(fixture.work().resolve("lib/lib.txt")).hasContent("l1");
        assertThat(outside).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.example.com/x", "ext::sh -c touch% x", "/etc", "ssh://h/x", "-x"})
    void aSubmoduleOfAnotherServerOrProtocolIsRefusedBeforeAFileIsTouched(String url) throws Exception {
        fixture.checkout(fixture.first);
        addSubmodule(fixture.author, url, "lib", "app.git");
        var commit = fixture.author.commit(Map.of("a.txt", "a2"));
        var before = Tree.ofWork(fixture.work());

        assertThatThrownBy(() -> fixture.checkout(commit, CheckoutFixture.submodules(Submodules.DIRECT)))
                .isInstanceOf(OrderFailedException.class);
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", ".git/modules/x", "a/../../out", "/abs"})
    void aSubmoduleOutsideOfTheTreeIsNotEntered(String path) throws Exception {
        Files.writeString(
                fixture.author.workTree().resolve(".gitmodules"),
                "[submodule \"x\"]\n\tpath = " + path + "\n\turl = ./app.git\n");
        var commit = fixture.author.commit(Map.of());

        fixture.checkout(commit, CheckoutFixture.submodules(Submodules.DIRECT));

        assertThat(fixture.volume.resolve("workspace/out")).doesNotExist();
        assertThat(fixture.git().resolve("modules")).doesNotExist();
    }

    @Test
    void aSubmoduleInThePlaceOfOurOwnDirectoryIsRefusedBeforeAFileIsTouched() throws Exception {
        fixture.checkout(fixture.first);
        addSubmodule(fixture.author, "./x", ".headwater/x", "app.git");
        var commit = fixture.author.commit(Map.of("a.txt", "a2"));
        var before = Tree.ofWork(fixture.work());

        assertThatThrownBy(() -> fixture.checkout(commit, CheckoutFixture.submodules(Submodules.DIRECT)))
                .hasMessageStartingWith("The directory 'workspace/app/.headwater/x' cannot be used: ");
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).isEmpty();
    }

    @Test
    void relativeUrlsOfSubmodulesAreRelativeToTheSuperproject() {
        var base = "https://h/group/app.git";
        assertThat(dev.headwater.keeper.checkout.Submodules.absolute(base, "../library.git"))
                .isEqualTo("https://h/group/library.git");
        assertThat(dev.headwater.keeper.checkout.Submodules.absolute(base, "../../other/x"))
                .isEqualTo("https://h/other/x");
        assertThat(dev.headwater.keeper.checkout.Submodules.absolute(base, "./sub"))
                .isEqualTo("https://h/group/app.git/sub");
        assertThat(dev.headwater.keeper.checkout.Submodules.absolute(base, "https://k/x"))
                .isEqualTo("https://k/x");
    }

    private void addSubmodule(Author author, String url, String path, String project) throws Exception {
        var head = Author.git(temporary.resolve("projects").resolve(project), "rev-parse", "refs/heads/main");
        Files.writeString(
                author.workTree().resolve(".gitmodules"),
                "[submodule \"%1$s\"]\n\tpath = %1$s\n\turl = %2$s\n".formatted(path, url));
        // Without it the next commit would remove the submodule.
        Files.createDirectories(author.workTree().resolve(path));
        Author.git(author.workTree(), "add", ".gitmodules");
        Author.git(author.workTree(), "update-index", "--add", "--cacheinfo", "160000," + head + "," + path);
        Author.git(author.workTree(), "commit", "-q", "-m", "submodule");
    }

    @Test
    void aSubmoduleThatCannotBeFetchedLeavesTheSuperprojectWhereItIs() throws Exception {
        var library = fixture.project("library.git");
        library.commit(Map.of("lib.txt", "l1"));
        addSubmodule(fixture.author, "../library.git", "lib", "library.git");
        var commit = fixture.author.head();
        fixture.checkout(commit, CheckoutFixture.submodules(Submodules.DIRECT));
        library.commit(Map.of("lib.txt", "l2"));
        addSubmodule(fixture.author, "../gone.git", "lib", "library.git");
        var next = fixture.author.commit(Map.of("a.txt", "a2"));
        var before = Tree.ofWork(fixture.work());

        assertThatThrownBy(() -> fixture.checkout(next, CheckoutFixture.submodules(Submodules.DIRECT)))
                .isInstanceOf(OrderFailedException.class)
                .hasMessageContaining("/gone.git");
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).allMatch(name -> name.startsWith("lib/.git/"));
        assertThat(Author.git(fixture.work(), "rev-parse", "HEAD")).isEqualTo(commit);
        assertThat(fixture.volume.resolve(".headwater")).isEmptyDirectory();
    }

    @Test
    void aDirectoryOfTrackedFilesBecomesASubmodule() throws Exception {
        fixture.checkout(fixture.first);
        fixture.project("library.git").commit(Map.of("b.txt", "b1", "other", "o"));
        Author.git(fixture.author.workTree(), "rm", "-q", "-r", "src");
        addSubmodule(fixture.author, "../library.git", "src", "library.git");
        var commit = fixture.author.head();

        var outputs = fixture.checkout(commit, CheckoutFixture.submodules(Submodules.DIRECT));

        assertThat(outputs.optional("changed-files")).contains("5");
        assertThat(fixture.work().resolve("src/other")).hasContent("o");
        assertThat(fixture.work().resolve("src/deep")).doesNotExist();
        assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();

        fixture.checkout(fixture.first);
        assertThat(fixture.work().resolve("src/deep/c.txt")).hasContent("c1");
    }

    @Test
    void aRefreshBeforeTheSaveLeavesNothingToBeReadOrWrittenInSubmodulesEither() throws Exception {
        fixture.project("inner.git").commit(Map.of("deep.txt", "d1"));
        var library = fixture.project("group/library.git");
        library.commit(Map.of("lib.txt", "l1"));
        addSubmodule(library, "../../inner.git", "nested/inner", "inner.git");
        addSubmodule(fixture.author, "../group/library.git", "lib", "group/library.git");
        var commit = fixture.author.head();
        var options = CheckoutFixture.submodules(Submodules.RECURSIVE);
        fixture.checkout(commit, options);
        for (var name : List.of("a.txt", "lib/lib.txt", "lib/nested/inner/deep.txt")) {
            Files.setLastModifiedTime(fixture.work().resolve(name), FileTime.fromMillis(1_000_000));
        }

        new IndexRefresher(new Volume(fixture.volume), new CommandRunner())
                .refresh(fixture.order("main", options), commit, Deadline.in(Duration.ofSeconds(60)));

        assertNothingHappens(() -> fixture.checkout(commit, options));
    }

    // large files

    @Test
    void largeFilesGetTheirContentAndUnchangedOnesAreKept() throws Exception {
        var large = new LargeFileServer();
        var first = large.commit(fixture.author, Map.of("big.bin", "big one", "other.bin", "other one"));
        fixture.server.serveElsewhere("/info/lfs/", large::handle);
        fixture.checkout(first);
        assertThat(fixture.work().resolve("big.bin")).content().startsWith("version https://git-lfs");

        fixture.checkout(first, CheckoutFixture.with(Extra.LFS));
        assertThat(fixture.work().resolve("big.bin")).hasContent("big one");
        assertNothingHappens(() -> fixture.checkout(first, CheckoutFixture.with(Extra.LFS)));

        var second = large.commit(fixture.author, Map.of("big.bin", "big two"));
        var before = Tree.ofWork(fixture.work());
        fixture.checkout(second, CheckoutFixture.with(Extra.LFS));
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).containsExactly("big.bin");
        assertThat(fixture.work().resolve("big.bin")).hasContent("big two");
    }

    @Test
    void aFileThatIsStillAPointerCountsAsChangedWhenItGetsItsContent() throws Exception {
        var large = new LargeFileServer();
        var first =
                large.commit(fixture.author, Map.of("big.bin", "big one", "other.bin", "other one", "x y.bin", "x"));
        fixture.server.serveElsewhere("/info/lfs/", large::handle);
        fixture.checkout(first);

        assertThat(fixture.checkout(first, CheckoutFixture.with(Extra.LFS)).optional("changed-files"))
                .contains("3");
        assertThat(fixture.checkout(first, CheckoutFixture.with(Extra.LFS)).optional("changed-files"))
                .contains("0");
    }

    /** What the server answers for a part of what is asked; the rest is served. */
    @ParameterizedTest
    @CsvSource({"/objects/batch,500", "/objects/batch,404", "/content/,404", "second content,404"})
    void aServerThatFailsWithLargeFilesChangesNoFile(String part, int status) throws Exception {
        var large = new LargeFileServer();
        fixture.server.serveElsewhere("/info/lfs/", large::handle);
        var first = large.commit(fixture.author, Map.of("big.bin", "big one", "other.bin", "other one"));
        fixture.checkout(first, CheckoutFixture.with(Extra.LFS));
        var second =
                large.commit(fixture.author, Map.of("big.bin", "big two", "other.bin", "other two", "a.txt", "a2"));
        var before = Tree.ofWork(fixture.work());
        var asked = new AtomicInteger();
        fixture.server.serveElsewhere("/info/lfs/", exchange -> {
            var path = exchange.getRequestURI().getPath();
            var isSecond = path.contains("/content/") && asked.incrementAndGet() >= 2;
            if (part.startsWith("/") ? path.contains(part) : isSecond) {
                exchange.sendResponseHeaders(status, -1);
            } else {
                large.handle(exchange);
            }
        });

        for (var options : List.of(
                CheckoutFixture.with(Extra.LFS),
                new CheckoutOptions(1, Submodules.NONE, Verification.ALWAYS, List.of(), Set.of(Extra.LFS)))) {
            assertThatThrownBy(() -> fixture.checkout(second, options))
                    .isInstanceOf(OrderFailedException.class)
                    .hasMessageStartingWith("The large files of " + second + " could not be fetched from "
                            + fixture.server.url("app.git") + "/info/lfs: ");
            assertThat(Tree.ofWork(fixture.work()).changedSince(before)).isEmpty();
            assertThat(Author.git(fixture.work(), "rev-parse", "HEAD")).isEqualTo(first);
        }
        fixture.server.serveElsewhere("/info/lfs/", large::handle);
        fixture.checkout(second, CheckoutFixture.with(Extra.LFS));
        assertThat(fixture.work().resolve("other.bin")).hasContent("other two");
    }

    @Test
    void aFileInTheTreeHasNoSayInWhichLargeFilesThereAreAndWhereTheyComeFrom() throws Exception {
        var large = new LargeFileServer();
        fixture.server.serveElsewhere("/info/lfs/", large::handle);
        Files.writeString(
                fixture.author.workTree().resolve(".lfsconfig"),
                "[lfs]\n\turl = http://127.0.0.1:1/x\n\tfetchexclude = *\n\tfetchinclude = nothing\n");
        var commit = large.commit(fixture.author, Map.of("big.bin", "big one"));

        fixture.checkout(commit, CheckoutFixture.with(Extra.LFS));

        assertThat(fixture.work().resolve("big.bin")).hasContent("big one");
    }

    @Test
    void largeFilesOfASubmoduleAreThereBeforeAnyFileIsMoved() throws Exception {
        var large = new LargeFileServer();
        var library = fixture.project("library.git");
        large.commit(library, Map.of("big.bin", "big one"));
        addSubmodule(fixture.author, "../library.git", "lib", "library.git");
        var commit = fixture.author.head();
        var options = new CheckoutOptions(1, Submodules.DIRECT, Verification.AUTO, List.of(), Set.of(Extra.LFS));

        fixture.server.serveElsewhere("/info/lfs/", exchange -> exchange.sendResponseHeaders(404, -1));
        assertThatThrownBy(() -> fixture.checkout(commit, options)).hasMessageContaining("library.git/info/lfs: ");
        assertThat(fixture.work()).doesNotExist();

        fixture.server.serveElsewhere("/info/lfs/", large::handle);
        fixture.checkout(commit, options);
        assertThat(fixture.work().resolve("lib/big.bin")).hasContent("big one");
    }

    @Test
    void gitWritesFilesWithoutTheToken() throws Exception {
        var token = Token.parse(SECRET.getBytes(StandardCharsets.US_ASCII));
        var remote = new Remote(fixture.server.url("app.git"), Optional.of(token));
        var target = CheckoutTarget.from(fixture.order(fixture.first, CheckoutFixture.with(Extra.LFS)))
                .getFirst();

        assertThat(Git.filters(target, remote).toString())
                .contains("git-lfs")
                .doesNotContain(SECRET, token.authorization());
        assertThat(remote.settings().toString()).contains(token.authorization());
    }

    // the token

    @Test
    void theTokenOpensTheRepositoryAndIsLeftNowhere() throws Exception {
        var token = Token.parse(SECRET.getBytes(StandardCharsets.US_ASCII));
        fixture.server.demand(token.authorization());
        var order = CheckoutFixture.order(
                CheckoutFixture.DIRECTORY,
                fixture.server.url("app.git"),
                CheckoutFixture.MAIN,
                fixture.first,
                CheckoutOptions.DEFAULT);

        assertThatThrownBy(() -> fixture.checkout(order)).isInstanceOf(OrderFailedException.class);
        var report = fixture.report(order, Optional.of(token));

        assertThat(report.optional("head")).contains(fixture.first);
        assertThat(report.toString()).doesNotContain(SECRET);
        assertNowhere(SECRET, fixture.volume);
        assertNowhere(token.authorization().substring(6), fixture.volume);
    }

    @Test
    void theTokenIsNotForTheServersOfSubmodules() throws Exception {
        try (var elsewhere = new CheckoutFixture(Files.createDirectory(temporary.resolve("elsewhere")))) {
            Files.writeString(
                    fixture.author.workTree().resolve(".gitmodules"),
                    "[submodule \"lib\"]\n\tpath = lib\n\turl = " + elsewhere.server.url("app.git") + "\n");
            Author.git(fixture.author.workTree(), "add", ".gitmodules");
            Author.git(
                    fixture.author.workTree(),
                    "update-index",
                    "--add",
                    "--cacheinfo",
                    "160000," + elsewhere.first + ",lib");
            Author.git(fixture.author.workTree(), "commit", "-q", "-m", "submodule");
            var commit = fixture.author.head();
            var token = Token.parse(SECRET.getBytes(StandardCharsets.US_ASCII));
            var servers = GitServers.of(List.of(fixture.server.url(""), elsewhere.server.url("")));
            var order = CheckoutFixture.order(
                    CheckoutFixture.DIRECTORY,
                    fixture.server.url("app.git"),
                    CheckoutFixture.MAIN,
                    commit,
                    CheckoutFixture.submodules(Submodules.DIRECT));

            new CheckoutExecutor(new Volume(fixture.volume), new CommandRunner(), servers)
                    .execute(order, Optional.of(token), Deadline.in(Duration.ofSeconds(60)));

            assertThat(elsewhere.server.requests()).isPositive();
            assertThat(elsewhere.server.presented()).isEmpty();
            assertThat(fixture.server.presented()).containsExactly(token.authorization());
        }
    }

    @Test
    void theTokenIsNotSaidWithoutEncryptionToAServerThatNobodyNamed() throws Exception {
        var token = Token.parse(SECRET.getBytes(StandardCharsets.US_ASCII));
        var open = new Remote("http://git.example.com/x", Optional.of(token));
        var closed = new Remote("https://git.example.com/x", Optional.of(token));

        assertThatThrownBy(() -> GitServers.ALL.check(open))
                .hasMessage(
                        "The token is not sent to http://git.example.com/ without encryption; use https, or have the server"
                                + " added to spec.keeper.gitServers of the stream's policy.");
        GitServers.ALL.check(closed);
        GitServers.ALL.check(new Remote("http://git.example.com/x", Optional.empty()));
        GitServers.of(List.of("http://git.example.com")).check(open);
    }

    @Test
    void aServerThatThePolicyDoesNotNameIsNotAsked() throws Exception {
        var order = CheckoutFixture.order(
                CheckoutFixture.DIRECTORY,
                fixture.server.url("app.git").replace("127.0.0.1", "localhost"),
                CheckoutFixture.MAIN,
                fixture.first,
                CheckoutOptions.DEFAULT);

        assertThatThrownBy(() -> fixture.checkout(order))
                .hasMessage(
                        "The git server "
                                + fixture.server.url("").replace("127.0.0.1", "localhost")
                                + " is not in spec.keeper.gitServers of the stream's policy; check out from one that is, or have it added.");
        assertThat(fixture.server.requests()).isZero();
        assertThat(fixture.volume).isEmptyDirectory();
    }

    private static void assertNowhere(String secret, Path directory) throws Exception {
        var found = new ProcessBuilder("grep", "-rlaF", secret, directory.toString()).start();
        assertThat(found.getInputStream().readAllBytes()).asString().isEmpty();
        assertThat(found.waitFor()).isEqualTo(1);
    }

    private interface Checkout {
        Fields execute() throws IOException, InterruptedException, OrderFailedException;
    }

    private void assertNothingHappens(Checkout checkout) throws Exception {
        var before = Tree.of(fixture.volume);
        var requests = fixture.server.requests();
        var outputs = checkout.execute();
        assertThat(outputs.optional("changed-files")).contains("0");
        assertThat(outputs.optional("fetched")).contains("false");
        assertThat(Tree.of(fixture.volume).changedSince(before)).isEmpty();
        assertThat(fixture.server.requests()).isEqualTo(requests);
    }
}
