package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.CheckoutOptions.Extra;
import dev.headwater.control.CheckoutOptions.Verification;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.testing.Tree;
import dev.headwater.keeper.volume.Volume;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FIFOs and sockets under names that git opens: a checkout that met one would wait until its time is over, and fail. */
@Timeout(90)
class SpecialFilesTest {
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

    /** Each script plants something; all tracked files were touched, so that git has to read them, and thereby what says how. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "attributes of the top | mkfifo .gitattributes",
                "attributes of a directory | mkfifo src/.gitattributes",
                "attributes that the commit has | rm tracked/.gitattributes; mkfifo tracked/.gitattributes",
                "attributes of a directory that is no text | mkfifo \"$(printf 'dir\\377/.gitattributes')\"",
                "attributes of a directory that only the commit has | mkdir later; echo 1 > later/f; mkfifo later/.gitattributes",
                "attributes behind a link | mkfifo ../fifo; ln -s ../fifo .gitattributes",
                "attributes behind a link to a directory | mv src ../away; ln -s ../away src; mkfifo src/.gitattributes",
                "ignored names of the top | rm .gitignore; mkfifo .gitignore",
                "ignored names of a directory | mkfifo src/.gitignore",
                "submodules | mkfifo .gitmodules",
                "large files | mkfifo .lfsconfig",
                "large files behind a link | mkfifo ../fifo; ln -s ../fifo .lfsconfig",
                "names of people | mkfifo .mailmap",
                "a tracked file | rm a.txt; mkfifo a.txt",
                "a tracked directory | rm -r src; mkfifo src",
                "HEAD | rm .git/HEAD; mkfifo .git/HEAD",
                "the index | rm .git/index; mkfifo .git/index",
                "the index and attributes | rm .git/index; mkfifo src/.gitattributes",
                "the configuration | rm .git/config; mkfifo .git/config",
                "the limit of history | rm .git/shallow; mkfifo .git/shallow",
                "packed refs | rm -f .git/packed-refs; mkfifo .git/packed-refs",
                "our own ref | rm .git/refs/headwater/head; mkfifo .git/refs/headwater/head",
                "the common directory | mkfifo .git/commondir",
                "the directory of the work tree | mkfifo .git/gitdir",
                "attributes of the repository | mkdir .git/info; mkfifo .git/info/attributes",
                "alternates | mkdir -p .git/objects/info; mkfifo .git/objects/info/alternates",
                "a lock | mkfifo .git/index.lock",
                "the git directory | rm -rf .git; mkfifo .git",
                "our own directory | rm -rf ../../.headwater; mkfifo ../../.headwater",
                "our own new repository | mkdir -p ../../.headwater; mkfifo ../../.headwater/checkout",
                "our own record | mkfifo ../../.headwater/record",
            })
    void nothingIsWaitedFor(String what, String script) throws Exception {
        Author.shell(
                fixture.author.workTree(),
                "mkdir tracked \"$(printf 'dir\\377')\"; echo '* -diff' > tracked/.gitattributes; echo 1 > \"$(printf 'dir\\377/f')\"");
        fixture.checkout(fixture.author.commit(Map.of("tracked/f", "t1")));
        Author.shell(fixture.work(), script + "; find . -type f -not -path './.git/*' -exec touch -d @1000 {} +");
        var commit = fixture.author.commit(Map.of("a.txt", "a2", "later/f", "1\n"));

        fixture.checkout(commit, CheckoutFixture.with(Extra.CLEAN));
        assertIsAt(commit);

        Author.shell(fixture.work(), script + "; find . -type f -not -path './.git/*' -exec touch -d @2000 {} +");
        fixture.checkout(commit);
        assertIsAt(commit);
    }

    private void assertIsAt(String commit) throws Exception {
        assertThat(Author.git(fixture.work(), "rev-parse", "HEAD")).isEqualTo(commit);
        assertThat(Author.git(fixture.work(), "diff", "--name-only", "HEAD")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".gitattributes", "src/.gitignore", ".git/HEAD", ".git/index", ".git/config"})
    void aSocketIsNoFile(String name) throws Exception {
        fixture.checkout(fixture.first);
        var place = fixture.work().resolve(name);
        // The path of a socket is short.
        var socket = Files.createTempDirectory("s").resolve("s");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.deleteIfExists(place);
            Files.move(socket, place);
        } finally {
            Files.delete(socket.getParent());
        }
        var commit = fixture.author.commit(Map.of("a.txt", "a2"));

        fixture.checkout(commit);

        assertIsAt(commit);
    }

    /** Git asks the repository of a submodule for its commit, also where the checkout is of the superproject alone. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "HEAD | mkdir -p lib/.git/objects lib/.git/refs; mkfifo lib/.git/HEAD",
                "a branch | git init -q lib; mkdir -p lib/.git/refs/heads; rm -f lib/.git/refs/heads/*; echo ref: refs/heads/x > lib/.git/HEAD; mkfifo lib/.git/refs/heads/x",
                "a branch behind a link | git init -q lib; mkfifo ../fifo; echo ref: refs/heads/x > lib/.git/HEAD; ln -s ../../../../../fifo lib/.git/refs/heads/x",
                "branches behind a link | git init -q lib; mkdir ../refs; mkfifo ../refs/x; rmdir lib/.git/refs/heads; echo ref: refs/heads/x > lib/.git/HEAD; ln -s ../../../../refs lib/.git/refs/heads",
                "packed refs | git init -q lib; echo ref: refs/heads/x > lib/.git/HEAD; mkfifo lib/.git/packed-refs",
                "a repository elsewhere | git init -q ../evil; rm ../evil/.git/HEAD; mkfifo ../evil/.git/HEAD; mkdir -p lib; echo gitdir: ../../evil/.git > lib/.git",
                "refs elsewhere | git init -q lib; mkdir -p ../refs/refs/heads; mkfifo ../refs/refs/heads/x; echo ref: refs/heads/x > lib/.git/HEAD; echo ../../../refs > lib/.git/commondir",
                "the git directory | mkdir -p lib; mkfifo lib/.git",
                "a link to a repository | mkdir -p lib ../evil/objects ../evil/refs; mkfifo ../evil/HEAD; ln -s ../../evil lib/.git",
            })
    void aSubmodulesOwnRepositoryIsNotWaitedFor(String what, String script) throws Exception {
        var withSubmodule = addSubmodule();
        fixture.checkout(withSubmodule);
        Author.shell(fixture.work(), script);
        var commit = fixture.author.commit(Map.of("a.txt", "a2"));

        fixture.checkout(commit);
        Author.shell(fixture.work(), script);
        fixture.checkout(commit);

        assertThat(fixture.work().resolve("a.txt")).hasContent("a2");
        assertThat(Author.git(fixture.work(), "rev-parse", "HEAD")).isEqualTo(commit);
    }

    @Test
    void aSubmoduleThatTheJobMadeItselfIsLeftAlone() throws Exception {
        fixture.checkout(addSubmodule());
        Author.git(fixture.work(), "submodule", "--quiet", "update", "--init");
        assertThat(fixture.work().resolve("lib/.git")).isRegularFile();
        var before = Tree.of(fixture.work());
        var commit = fixture.author.commit(Map.of("a.txt", "a2"));

        fixture.checkout(commit);

        assertThat(Tree.of(fixture.work()).changedSince(before)).noneMatch(name -> name.startsWith("lib/"));
    }

    private String addSubmodule() throws Exception {
        var head = fixture.project("lib.git").commit(Map.of("l.txt", "l1"));
        Files.writeString(
                fixture.author.workTree().resolve(".gitmodules"),
                "[submodule \"lib\"]\n\tpath = lib\n\turl = ../lib.git\n");
        // Without it the next commit would remove the submodule.
        Files.createDirectory(fixture.author.workTree().resolve("lib"));
        Author.git(fixture.author.workTree(), "add", ".gitmodules");
        Author.git(fixture.author.workTree(), "update-index", "--add", "--cacheinfo", "160000," + head + ",lib");
        Author.git(fixture.author.workTree(), "commit", "-q", "-m", "submodule");
        return fixture.author.head();
    }

    /** These commands look into directories of which the index knows nothing. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ignored names | mkdir -p stray/deep; mkfifo stray/deep/.gitignore",
                "attributes | mkdir -p stray; mkfifo stray/.gitattributes",
                "another repository | mkdir -p stray/.git/objects stray/.git/refs; mkfifo stray/.git/HEAD",
                "another repository elsewhere | mkdir -p stray ../evil/objects ../evil/refs; mkfifo ../evil/HEAD; echo gitdir: ../../evil > stray/.git",
            })
    void cleaningAndVerificationDoNotWaitEither(String what, String script) throws Exception {
        fixture.checkout(fixture.first);
        Author.shell(fixture.work(), script);
        fixture.checkout(fixture.first, CheckoutFixture.verification(Verification.ALWAYS));
        assertThat(fixture.work().resolve("stray")).isDirectory();

        Author.shell(fixture.work(), script);
        fixture.checkout(fixture.first, CheckoutFixture.with(Extra.CLEAN));
        assertThat(fixture.work().resolve("stray")).doesNotExist();
    }

    @Test
    void largeFilesDoNotWaitEither() throws Exception {
        var large = new LargeFileServer();
        fixture.server.serveElsewhere("/info/lfs/", large::handle);
        fixture.checkout(large.commit(fixture.author, Map.of("big.bin", "big one")));
        Author.shell(fixture.work(), "mkfifo .lfsconfig");
        Author.shell(fixture.volume, "mkfifo .lfsconfig");
        var second = large.commit(fixture.author, Map.of("big.bin", "big two"));

        fixture.checkout(second, CheckoutFixture.with(Extra.LFS));

        assertThat(fixture.work().resolve("big.bin")).hasContent("big two");
    }

    @Test
    void aSealDoesNotWaitEither() throws Exception {
        fixture.checkout(fixture.first);
        Author.shell(fixture.work(), "mkfifo .gitattributes src/.gitattributes; touch -d @1000 a.txt src/b.txt");
        var order = fixture.order("main", CheckoutOptions.DEFAULT);

        new IndexRefresher(new Volume(fixture.volume), new CommandRunner())
                .refresh(order, fixture.first, Deadline.in(Duration.ofSeconds(60)));

        assertThat(Author.git(fixture.work(), "diff-files", "--name-only")).isEmpty();
    }
}
