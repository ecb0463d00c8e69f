package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.testing.GitServer.Behaviour;
import dev.headwater.keeper.testing.Tree;
import dev.headwater.keeper.volume.Volume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** States of a repository, and shapes of a tree, that are rare and in order. */
@Timeout(120)
class EdgeCasesTest {
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

    /** Each script is what an earlier job, a crash or another tool did; one more commit then moves exactly one file. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "HEAD is empty | : > .git/HEAD",
                "HEAD is missing | rm .git/HEAD",
                "HEAD is a link | mv .git/HEAD .git/logs.x; ln -s logs.x .git/HEAD",
                "the objects are gone | rm -rf .git/objects",
                "the refs are gone | rm -rf .git/refs",
                "the pack is cut | chmod u+w .git/objects/pack/*; truncate -s 40 .git/objects/pack/*.pack",
                "the index is cut | truncate -s 100 .git/index",
                "the index hides files | git update-index --assume-unchanged a.txt; git update-index --skip-worktree src/b.txt",
                "locks are left | for f in index HEAD config shallow packed-refs refs/headwater/head; do : > .git/$f.lock; done",
                "a local branch with commits | git checkout -q -b mine; git commit -q --allow-empty -m x",
                "HEAD is garbage | echo x > .git/HEAD",
                "HEAD is on an unborn branch | git symbolic-ref HEAD refs/heads/none",
                "HEAD names a missing commit | echo 0123456789012345678901234567890123456789 > .git/HEAD",
                "the git directory is gone | rm -rf .git",
                "shallow is bogus | echo 0123456789012345678901234567890123456789 > .git/shallow",
                "shallow is garbage | echo x > .git/shallow",
                "shallow is lost | rm .git/shallow; git repack -adq",
                "packed-refs is garbage | echo x > .git/packed-refs",
                "a loose object is cut | git commit -q --allow-empty -m x; find .git/objects -type f -name '??*' -not -path '*/pack/*' -exec truncate -s 5 {} +",
                "the index of the pack is cut | chmod u+w .git/objects/pack/*; truncate -s 1100 .git/objects/pack/*.idx; touch -d '1 day' .git/objects/pack/*",
                "the index of the pack has lost its end | chmod u+w .git/objects/pack/*; truncate -s -1 .git/objects/pack/*.idx; touch -d '1 day' .git/objects/pack/*",
                "the index of the pack is garbage | chmod u+w .git/objects/pack/*; for f in .git/objects/pack/*.idx; do echo x > $f; touch -d '1 day' $f; done",
                "the pack is lost | rm -f .git/objects/pack/*.pack",
                "the index is empty | : > .git/index",
                "the index is lost | rm .git/index",
                "the index is split | git update-index --split-index",
                "the index has version 4 | git update-index --index-version 4",
                "an untracked cache and many files | git -c feature.manyFiles=true update-index --force-untracked-cache",
                "a merge is under way | git checkout -q -b x; git commit -q --allow-empty -m x; git merge -q --no-ff --no-commit HEAD~0; echo x > .git/MERGE_HEAD",
                "a rebase is under way | mkdir .git/rebase-merge; echo x > .git/rebase-merge/head-name",
                "a bisect is under way | echo x > .git/BISECT_START",
                "everything is staged for removal | git rm -q -r --cached .",
                "other content is staged | echo other > n; git add n; git rm -q --cached n; rm n",
                "files are only intended to be added | echo i > intended; git add -N intended; git reset -q; rm intended",
                "a worktree was linked | git worktree add -q ../elsewhere; rm -rf ../elsewhere",
                "partially cloned | rm -rf .git; git clone -q -n --filter=blob:none URL ../partial; mv ../partial/.git .; git reset -q",
                "a complete clone | rm -rf .git; git clone -q -n URL ../complete; mv ../complete/.git .; git reset -q",
                "of the other object format | rm -rf .git; git init -q --object-format=sha256; git add a.txt; git commit -q -m x",
            })
    void theNextCommitMovesOneFile(String state, String script) throws Exception {
        fixture.checkout(fixture.first);
        Files.createDirectories(fixture.work().resolve("target"));
        Files.writeString(fixture.work().resolve("target/out"), "built");
        Author.shell(fixture.work(), script.replace("URL", fixture.server.url("app.git")));
        var commit = fixture.author.commit(Map.of("src/b.txt", "b2"));
        var before = Tree.ofWork(fixture.work());

        fixture.checkout(commit);

        assertThat(Tree.ofWork(fixture.work()).changedSince(before)).as(state).containsExactly("src/b.txt");
        assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();
        assertThat(Author.git(fixture.work(), "rev-parse", "HEAD")).isEqualTo(commit);
        assertThat(fixture.checkout(commit).optional("changed-files")).contains("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"refs/pull/7/merge", "refs/tags/light", "refs/heads/feat", "refs/heads/feat/x", "refs/heads/a.b"
            })
    void anyRefServesWhereSingleCommitsAreNotServed(String ref) throws Exception {
        fixture.checkout(fixture.first);
        fixture.server.behave(Behaviour.ADVERTISED_REFS_ONLY);
        var commit = fixture.author.commit(Map.of("a.txt", "a2"));
        fixture.author.publishAs(ref);
        fixture.author.goBackTo(fixture.first);

        fixture.checkout(CheckoutFixture.order(
                CheckoutFixture.DIRECTORY, fixture.server.url("app.git"), ref, commit, CheckoutOptions.DEFAULT));

        assertThat(fixture.work().resolve("a.txt")).hasContent("a2");
    }

    @Test
    void anAnnotatedTagIsTheCommitThatItNames() throws Exception {
        var commit = fixture.author.commit(Map.of("a.txt", "a2"));
        Author.git(fixture.author.workTree(), "tag", "-a", "-m", "release", "v1");
        fixture.server.behave(Behaviour.ADVERTISED_REFS_ONLY);

        fixture.checkout(CheckoutFixture.order(
                CheckoutFixture.DIRECTORY,
                fixture.server.url("app.git"),
                "refs/tags/v1",
                commit,
                CheckoutOptions.DEFAULT));

        assertThat(fixture.work().resolve("a.txt")).hasContent("a2");
        assertThat(Author.git(fixture.work(), "rev-parse", "HEAD")).isEqualTo(commit);
    }

    @Test
    void aCommitThatNoRefReachesIsFetchedByItsName() throws Exception {
        var lost = fixture.author.commit(Map.of("a.txt", "lost"));
        fixture.author.goBackTo(fixture.first);
        fixture.author.commit(Map.of("a.txt", "kept"));

        fixture.checkout(lost);

        assertThat(fixture.work().resolve("a.txt")).hasContent("lost");
    }

    @Test
    void oddNamesModesAndLinksAreMovedLikeAllOthers() throws Exception {
        Author.shell(
                fixture.author.workTree(),
                "printf 1 > 'new\nline'; printf 1 > -dash; printf 1 > \"$(printf 'b\\377d')\"; printf 1 > 'back\\slash';"
                        + " printf 1 > ' blank '; printf 1 > A; printf 1 > a; printf 1 > run; chmod +x run;"
                        + " ln -s /nonexistent dangling; ln -s src linked; printf 1 > '*'; printf 1 > ':(top)x'");
        var first = fixture.author.commit(Map.of("aux", "1"));
        fixture.checkout(first);
        assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(fixture.work().resolve("run"))))
                .contains("x");
        Author.shell(
                fixture.author.workTree(),
                "for f in 'new\nline' -dash \"$(printf 'b\\377d')\" ' blank ' A '*' ':(top)x'; do printf 2 > \"./$f\"; done;"
                        + " rm linked; ln -s . linked; chmod -x run");
        var second = fixture.author.commit(Map.of());
        var shell =
                Author.shell(fixture.work(), "find . -path ./.git -prune -o -printf '%T@\\n' | sort | uniq | wc -l");

        assertThat(fixture.checkout(second).optional("changed-files")).contains("9");
        assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();
        assertThat(fixture.checkout(second).optional("changed-files")).contains("0");
        assertThat(shell).isNotEmpty();
    }

    @Test
    void directoriesAndFilesTakeEachOthersPlaces() throws Exception {
        fixture.checkout(fixture.first);
        Files.writeString(fixture.work().resolve("new"), "untracked, in the way of a directory");
        Files.createDirectories(fixture.work().resolve("also"));
        Files.writeString(fixture.work().resolve("also/inner"), "untracked, in the way of a file");
        Author.shell(
                fixture.author.workTree(),
                "rm -r src a.txt; echo 1 > src; mkdir a.txt new; echo 2 > a.txt/x; echo 3 > new/y; echo 4 > also");
        var second = fixture.author.commit(Map.of());

        fixture.checkout(second);
        assertThat(fixture.work().resolve("src")).hasContent("1");
        assertThat(fixture.work().resolve("a.txt/x")).hasContent("2");
        assertThat(fixture.work().resolve("new/y")).hasContent("3");
        assertThat(fixture.work().resolve("also")).hasContent("4");
        assertThat(Author.git(fixture.work(), "status", "--porcelain")).isEmpty();

        fixture.checkout(fixture.first);
        assertThat(fixture.work().resolve("src/deep/c.txt")).hasContent("c1");
    }

    @Test
    void attributesOfTheCommitDecideHowFilesAreCompared() throws Exception {
        var second = fixture.author.commit(Map.of(".gitattributes", "*.txt text eol=lf\n"));
        fixture.checkout(second);
        Files.writeString(fixture.work().resolve(".gitattributes"), "*.txt working-tree-encoding=UTF-16LE\n");
        Files.write(fixture.work().resolve("a.txt"), "a1".getBytes(StandardCharsets.UTF_16LE));

        fixture.checkout(second);

        assertThat(fixture.work().resolve("a.txt")).hasContent("a1");
        assertThat(fixture.work().resolve(".gitattributes")).hasContent("*.txt text eol=lf");
    }

    @Test
    void aRemoteThatHangsEndsWithTheOrderAndMovesNothing() throws Exception {
        fixture.checkout(fixture.first);
        var second = fixture.author.commit(Map.of("a.txt", "a2"));
        var before = Tree.of(fixture.volume);
        fixture.server.behave(Behaviour.SILENT);
        var order = CheckoutFixture.order(
                CheckoutFixture.DIRECTORY,
                fixture.server.url("app.git"),
                CheckoutFixture.MAIN,
                second,
                CheckoutOptions.DEFAULT);

        assertThatThrownBy(() -> new CheckoutExecutor(new Volume(fixture.volume), new CommandRunner(), GitServers.ALL)
                        .execute(order, Optional.empty(), Deadline.in(Duration.ofSeconds(1))))
                .isInstanceOf(OrderFailedException.class)
                .hasMessageContaining("was not done when the time of the order was over");
        assertThat(Tree.of(fixture.volume).changedSince(before)).isEmpty();
    }

    @Test
    void aRefreshBeforeTheSaveLeavesNothingToBeReadOrWritten() throws Exception {
        fixture.checkout(fixture.first);
        Files.setLastModifiedTime(fixture.work().resolve("a.txt"), FileTime.fromMillis(1_000_000));
        var order = CheckoutFixture.order(
                CheckoutFixture.DIRECTORY,
                fixture.server.url("app.git"),
                CheckoutFixture.MAIN,
                fixture.first,
                CheckoutOptions.DEFAULT);

        new IndexRefresher(new Volume(fixture.volume), new CommandRunner())
                .refresh(order, fixture.first, Deadline.in(Duration.ofSeconds(30)));
        var before = Tree.of(fixture.volume);

        assertThat(fixture.checkout(order).optional("changed-files")).contains("0");
        assertThat(Tree.of(fixture.volume).changedSince(before)).isEmpty();
    }
}
