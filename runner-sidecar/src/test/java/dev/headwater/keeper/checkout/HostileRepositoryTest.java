package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.Order;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.testing.GitServer.Behaviour;
import dev.headwater.keeper.testing.Program;
import dev.headwater.keeper.testing.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an earlier job left in the repository, by accident or on purpose. */
@Timeout(60)
class HostileRepositoryTest {
    @TempDir
    Path temporary;

    CheckoutFixture fixture;
    Path proof;

    @BeforeEach
    void begin() throws Exception {
        fixture = new CheckoutFixture(temporary);
        fixture.checkout(fixture.first);
        proof = temporary.resolve("proof");
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.lock",
                "HEAD.lock",
                "config.lock",
                "shallow.lock",
                "packed-refs.lock",
                "refs/headwater/head.lock",
                "objects/maintenance.lock",
                "objects/pack/tmp_pack_abc"
            })
    void leftoverLocksAreClearedAndNothingElseIsTouched(String lock) throws Exception {
        Files.createFile(fixture.git().resolve(lock));
        assertMoves("a.txt");
        assertThat(fixture.git().resolve(lock)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 100, -1, -20, -25})
    void aTruncatedIndexIsRebuiltWithoutTouchingAFile(int length) throws Exception {
        var index = fixture.git().resolve("index");
        var content = Files.readAllBytes(index);
        Files.write(index, Arrays.copyOf(content, length >= 0 ? length : content.length + length));
        assertMoves("a.txt");
    }

    @Test
    void anIndexWithoutChecksumIsRebuilt() throws Exception {
        var index = fixture.git().resolve("index");
        var content = Files.readAllBytes(index);
        Arrays.fill(content, content.length - 20, content.length, (byte) 0);
        Files.write(index, content);
        assertMoves("a.txt");
    }

    @Test
    void anIndexOfGarbageWithAGoodChecksumIsRebuilt() throws Exception {
        var garbage = "DIRC and so on".getBytes(StandardCharsets.UTF_8);
        var digest = MessageDigest.getInstance("SHA-1").digest(garbage);
        try (var index = Files.newOutputStream(fixture.git().resolve("index"))) {
            index.write(garbage);
            index.write(digest);
        }
        assertMoves("a.txt");
    }

    @Test
    void gitIsNotToldToLookAway() throws Exception {
        Author.git(fixture.work(), "update-index", "--assume-unchanged", "a.txt");
        Author.git(fixture.work(), "update-index", "--skip-worktree", "src/b.txt");
        Files.writeString(fixture.work().resolve("a.txt"), "hidden");
        Files.writeString(fixture.work().resolve("src/b.txt"), "hidden");

        var details = fixture.checkout(fixture.first);

        assertThat(details.optional("changed-files")).contains("2");
        assertThat(fixture.work().resolve("a.txt")).hasContent("a1");
        assertThat(fixture.work().resolve("src/b.txt")).hasContent("b1");
    }

    @Test
    void aGitFileThatPointsElsewhereIsReplaced() throws Exception {
        Files.move(fixture.git(), temporary.resolve("elsewhere"));
        Files.writeString(fixture.git(), "gitdir: " + temporary.resolve("elsewhere"));
        var before = Tree.of(temporary.resolve("elsewhere"));

        assertMoves("a.txt");

        assertThat(fixture.git()).isDirectory();
        assertThat(Tree.of(temporary.resolve("elsewhere")).changedSince(before)).isEmpty();
    }

    @Test
    void aGitDirectoryThatIsALinkIsReplacedAndItsTargetLeftAlone() throws Exception {
        Files.move(fixture.git(), temporary.resolve("elsewhere"));
        Files.createSymbolicLink(fixture.git(), temporary.resolve("elsewhere"));
        var before = Tree.of(temporary.resolve("elsewhere"));

        assertMoves("a.txt");

        assertThat(fixture.git())
                .isDirectory()
                .satisfies(git -> assertThat(git).isNotEqualTo(git.toRealPath().getParent()));
        assertThat(Files.isSymbolicLink(fixture.git())).isFalse();
        assertThat(Tree.of(temporary.resolve("elsewhere")).changedSince(before)).isEmpty();
    }

    @Test
    void aGitThatIsNoRepositoryStaysUntilTheRemoteHasTheCommit() throws Exception {
        Files.delete(fixture.git().resolve("HEAD"));
        var second = fixture.author.commit(Map.of("a.txt", "a2"));
        var before = Tree.of(fixture.work());
        fixture.server.behave(Behaviour.UNAVAILABLE);

        assertThatThrownBy(() -> fixture.checkout(second)).isInstanceOf(OrderFailedException.class);

        assertThat(Tree.of(fixture.work()).changedSince(before)).isEmpty();
    }

    @Test
    void ifRepositoryAndRemoteFailBothAreNamed() throws Exception {
        try (var packs = Files.list(fixture.git().resolve("objects/pack"))) {
            for (var pack : packs.toList()) {
                Files.delete(pack);
            }
        }
        Files.writeString(fixture.git().resolve("packed-refs"), "garbage");
        fixture.server.behave(Behaviour.UNAVAILABLE);

        assertThatThrownBy(() -> fixture.checkout(fixture.first))
                .isInstanceOf(OrderFailedException.class)
                .hasMessageContaining("503")
                .hasMessageContaining("(In the repository that was there: ")
                .hasMessageContaining("packed-refs: garbage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"objects", "objects/pack", "refs", "HEAD", "index", "config", "shallow", "logs", "info"})
    void aLinkOrFifoInThePlaceOfAnythingIsNotFollowed(String name) throws Exception {
        var outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("keep"), "mine");
        var planted = fixture.git().resolve(name);
        Author.git(fixture.work(), "status");
        move(planted, temporary.resolve("moved"));
        Files.createSymbolicLink(planted, outside);
        assertMoves("a.txt");

        move(planted, temporary.resolve("moved-again"));
        fifo(planted);
        assertMoves("src/b.txt");

        try (var files = Files.list(outside)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void brokenObjectsAreFetchedAnew() throws Exception {
        try (var packs = Files.list(fixture.git().resolve("objects/pack"))) {
            for (var pack : packs.toList()) {
                Files.delete(pack);
            }
        }
        assertMoves("a.txt");
    }

    @Test
    void aTruncatedPackIsFetchedAnew() throws Exception {
        try (var packs = Files.list(fixture.git().resolve("objects/pack"))) {
            for (var pack : packs.filter(p -> p.toString().endsWith(".pack")).toList()) {
                pack.toFile().setWritable(true);
                Files.write(pack, Arrays.copyOf(Files.readAllBytes(pack), 40));
            }
        }
        Files.writeString(fixture.work().resolve("a.txt"), "scribbled");

        fixture.checkout(fixture.first);

        assertThat(fixture.work().resolve("a.txt")).hasContent("a1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "post-checkout",
                "reference-transaction",
                "post-index-change",
                "pre-auto-gc",
                "fsmonitor-watchman"
            })
    void plantedHooksDoNotRun(String hook) throws Exception {
        Files.createDirectories(fixture.git().resolve("hooks"));
        script(fixture.git().resolve("hooks").resolve(hook));
        assertMoves("a.txt");
        assertThat(proof).doesNotExist();
        assertThat(fixture.git().resolve("hooks")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core.fsmonitor=SCRIPT",
                "core.hooksPath=HOOKS",
                "core.worktree=OUTSIDE",
                "core.sshCommand=SCRIPT",
                "core.gitProxy=SCRIPT",
                "core.alternateRefsCommand=SCRIPT",
                "core.askPass=SCRIPT",
                "credential.helper=!SCRIPT",
                "filter.x.smudge=SCRIPT",
                "filter.x.process=SCRIPT",
                "include.path=INCLUDED",
                "includeIf.gitdir:/.path=INCLUDED",
                "includeIf.onbranch:**.path=INCLUDED",
                "core.attributesFile=ATTRIBUTES",
                "core.excludesFile=/dev/zero",
                "core.pager=SCRIPT",
                "core.editor=SCRIPT",
                "alias.fetch=!SCRIPT",
                "diff.external=SCRIPT",
                "diff.x.textconv=SCRIPT",
                "filter.x.clean=SCRIPT",
                "filter.lfs.process=SCRIPT",
                "gpg.program=SCRIPT",
                "uploadpack.packObjectsHook=SCRIPT",
                "remote.origin.url=ext::SCRIPT",
                "remote.evil.promisor=true",
                "extensions.partialClone=evil",
                "protocol.ext.allow=always",
                "remote.origin.vcs=x",
                "remote.origin.uploadpack=SCRIPT",
                "remote.origin.proxy=http://127.0.0.1:1",
                "http.proxy=http://127.0.0.1:1",
                "http.http://127.0.0.1/.proxy=http://127.0.0.1:1",
                "http.sslCAInfo=/nonexistent",
                "url.http://127.0.0.1:1/.insteadOf=http://127",
                "extensions.worktreeConfig=true"
            })
    void plantedConfigurationHasNoSay(String setting) throws Exception {
        var hooks = Files.createDirectory(temporary.resolve("hooks"));
        var outside = Files.createDirectory(temporary.resolve("outside"));
        script(hooks.resolve("post-checkout"));
        var script = script(temporary.resolve("script"));
        var included = Files.writeString(temporary.resolve("included"), "[core]\n\tfsmonitor = " + script + "\n");
        var attributes = Files.writeString(temporary.resolve("attributes"), "* filter=x diff=x\n");
        var value = setting.replace("SCRIPT", script.toString())
                .replace("ATTRIBUTES", attributes.toString())
                .replace("HOOKS", hooks.toString())
                .replace("OUTSIDE", outside.toString())
                .replace("INCLUDED", included.toString());
        Author.git(
                fixture.work(),
                "config",
                value.substring(0, value.lastIndexOf('=')),
                value.substring(value.lastIndexOf('=') + 1));
        Files.createDirectories(fixture.git().resolve("info"));
        Files.writeString(fixture.git().resolve("info/attributes"), "* filter=x\n");
        Files.writeString(fixture.git().resolve("config.worktree"), "[core]\n\tfsmonitor = " + script + "\n");

        assertMoves("a.txt");

        assertThat(proof).doesNotExist();
        assertThat(outside).isEmptyDirectory();
        assertThat(fixture.git().resolve("config")).content().doesNotContain("script", "127.0.0.1:1/", "outside");
    }

    @Test
    void objectsAndRefsOfElsewhereAreNotUsed() throws Exception {
        var elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.createDirectories(fixture.git().resolve("objects/info"));
        Files.writeString(fixture.git().resolve("objects/info/alternates"), elsewhere + "\n");
        Files.writeString(fixture.git().resolve("objects/info/http-alternates"), elsewhere + "\n");
        Files.writeString(fixture.git().resolve("commondir"), elsewhere + "\n");
        Files.createDirectories(fixture.git().resolve("worktrees/x"));

        assertMoves("a.txt");

        for (var name : List.of("objects/info/alternates", "objects/info/http-alternates", "commondir", "worktrees")) {
            assertThat(fixture.git().resolve(name)).doesNotExist();
        }
    }

    /** Derived files that git believes unread, configuration in places of its own, and things that would wait for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "objects/info/commit-graph",
                "objects/info/commit-graphs/commit-graph-chain",
                "objects/info/packs",
                "objects/pack/multi-pack-index",
                "objects/pack/multi-pack-index-0123.bitmap",
                "objects/pack/pack-PACK.rev",
                "objects/pack/pack-PACK.bitmap",
                "objects/pack/pack-PACK.promisor",
                "info/grafts",
                "info/attributes",
                "info/exclude",
                "info/sparse-checkout",
                "config.worktree",
                "commondir",
                "gitdir",
                "description",
                "branches/origin",
                "remotes/origin",
                "worktrees/x/gitdir",
                "rr-cache/x/preimage",
                "sharedindex.0123456789012345678901234567890123456789",
                "headwater-entries",
                "FETCH_HEAD",
                "index.new",
                "hooks/post-checkout"
            })
    void aPlantedFileIsRemovedUnread(String name) throws Exception {
        String pack;
        try (var packs = Files.list(fixture.git().resolve("objects/pack"))) {
            pack = packs.map(path -> path.getFileName().toString())
                    .filter(path -> path.endsWith(".pack"))
                    .findFirst()
                    .orElseThrow();
        }
        var planted = fixture.git().resolve(name.replace("pack-PACK", pack.substring(0, pack.indexOf('.'))));
        Files.createDirectories(planted.getParent());
        Files.write(planted, new byte[] {1, 2, 3});
        script(planted);

        assertMoves("a.txt");

        assertThat(planted).doesNotExist();
        assertThat(proof).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"objects/ab/cdef", "refs/heads/pipe", "lfs/objects/x", "objects/pack/pack-1.idx", "logs/HEAD"})
    void aPipeOrALinkDeepInsideIsRemovedUnread(String name) throws Exception {
        var outside = Files.writeString(temporary.resolve("outside"), "mine");
        for (var isLink : new boolean[] {true, false}) {
            var planted = fixture.git().resolve(name);
            Files.createDirectories(planted.getParent());
            Files.deleteIfExists(planted);
            if (isLink) {
                Files.createSymbolicLink(planted, outside);
            } else {
                fifo(planted);
            }

            assertMoves(isLink ? "a.txt" : "src/b.txt");

            assertThat(Files.exists(planted, LinkOption.NOFOLLOW_LINKS)).isFalse();
        }
        assertThat(outside).hasContent("mine");
    }

    @Test
    void anIndexCannotNameFilesOutsideOfTheTree() throws Exception {
        var victim = Files.writeString(fixture.volume.resolve("workspace/xx"), "mine");
        Files.writeString(fixture.work().resolve("nn_xx"), "n");
        Author.git(fixture.work(), "add", "nn_xx");
        var index = fixture.git().resolve("index");
        var content = ForgedIndex.text(Files.readAllBytes(index)).replace("nn_xx", "../xx");
        Files.write(index, ForgedIndex.signed(ForgedIndex.bytes(content)));
        Files.delete(fixture.work().resolve("nn_xx"));

        assertMoves("a.txt");

        assertThat(victim).hasContent("mine");
    }

    @Test
    void configurationOfSubmodulesIsNotEntered() throws Exception {
        var module = fixture.git().resolve("modules/lib");
        Files.createDirectories(module);
        Author.git(module, "init", "-q", "--bare", ".");
        script(module.resolve("hooks/post-checkout"));
        Author.git(
                module,
                "config",
                "core.fsmonitor",
                script(temporary.resolve("script")).toString());
        Author.git(fixture.work(), "config", "submodule.lib.update", "!" + temporary.resolve("script"));
        Author.git(fixture.work(), "config", "submodule.lib.active", "true");

        assertMoves("a.txt");

        assertThat(proof).doesNotExist();
    }

    @Test
    void aForgedCommitGraphChangesNothing() throws Exception {
        var second = fixture.author.commit(Map.of("a.txt", "a2"));
        // Git writes none for a shallow repository.
        fixture.checkout(second, CheckoutFixture.depth(0));
        var graph = fixture.git().resolve("objects/info/commit-graph");
        Author.git(fixture.work(), "commit-graph", "write", "--reachable");
        var genuine = Author.git(fixture.work(), "rev-parse", second + "^{tree}");
        var forged = Author.git(fixture.work(), "write-tree", "--prefix=src/");
        graph.toFile().setWritable(true);
        ForgedIndex.replace(graph, genuine, forged);

        fixture.checkout(second);
        assertMoves("src/b.txt");

        assertThat(graph).doesNotExist();
    }

    @Test
    void replacedObjectsAreIgnored() throws Exception {
        var evil = Author.git(
                fixture.work(), "commit-tree", "-m", "evil", Author.git(fixture.work(), "mktree", "--missing"));
        Author.git(fixture.work(), "update-ref", "refs/replace/" + fixture.first, evil);

        fixture.checkout(fixture.first);

        assertThat(fixture.work().resolve("src/deep/c.txt")).hasContent("c1");
    }

    @Test
    void aTrackedFileBehindALinkIsNotWrittenThrough() throws Exception {
        var outside = Files.createDirectory(temporary.resolve("outside"));
        move(fixture.work().resolve("src"), temporary.resolve("moved"));
        Files.createSymbolicLink(fixture.work().resolve("src"), outside);

        fixture.checkout(fixture.first);

        assertThat(outside).isEmptyDirectory();
        assertThat(fixture.work().resolve("src/deep/c.txt")).hasContent("c1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"link/app", "link", "file/app", "../x", ".git/x", "a//b", ".headwater", "/etc", "a/../b"})
    void aDirectoryOutsideOrBehindALinkIsRefused(String directory) throws Exception {
        var outside = Files.createDirectory(temporary.resolve("outside"));
        Files.createSymbolicLink(fixture.volume.resolve("link"), outside);
        Files.createFile(fixture.volume.resolve("file"));

        assertThatThrownBy(() -> fixture.checkout(directory, "app.git", fixture.first))
                .isInstanceOf(OrderFailedException.class)
                .hasMessageStartingWith("The directory '" + directory + "' cannot be used: ");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void ourOwnDirectoryIsNeverALink() throws Exception {
        var outside = Files.createDirectory(temporary.resolve("outside"));
        Files.delete(fixture.volume.resolve(".headwater"));
        Files.createSymbolicLink(fixture.volume.resolve(".headwater"), outside);

        fixture.checkout("new/place", "app.git", fixture.first);

        assertThat(outside).isEmptyDirectory();
        assertThat(fixture.volume.resolve("new/place/a.txt")).hasContent("a1");
    }

    @Test
    void thereIsNoUrlWithCredentialsAndNoOtherProtocol() {
        for (var url : List.of("http://user:secret@127.0.0.1/x", "ext::sh -c date", "file:///x", "ssh://h/x", "-x")) {
            assertThatThrownBy(() -> CheckoutTarget.from(new Order.Checkout(
                            Duration.ofSeconds(1),
                            "",
                            url,
                            "refs/heads/main",
                            Optional.of(fixture.first),
                            CheckoutOptions.DEFAULT)))
                    .hasMessage("The url is not an http or https URL without credentials.");
        }
    }

    /** One more commit that changes the file; exactly this file is written, and the tree is that of the commit. */
    private void assertMoves(String file) throws Exception {
        var before = Tree.ofWork(fixture.work());
        var commit = fixture.author.commit(Map.of(file, "changed"));
        var details = fixture.checkout(commit);
        assertThat(details.optional("head")).contains(commit);
        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).containsExactly(file);
        assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();
        assertThat(Author.git(fixture.work(), "rev-parse", "HEAD")).isEqualTo(commit);
        assertThat(fixture.volume.resolve(".headwater")).isEmptyDirectory();
    }

    private Path script(Path path) throws Exception {
        return Program.script(path, "touch " + proof + "\nexit 0");
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to);
        }
    }

    private static void fifo(Path path) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
    }
}
