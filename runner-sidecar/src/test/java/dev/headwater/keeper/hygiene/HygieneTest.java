package dev.headwater.keeper.hygiene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.keeper.kernel.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The whole walk over real files, in this process and as a program. */
@Timeout(60)
class HygieneTest {
    private static final byte[] SECRET = new Secrets(5).of("github-token");

    @TempDir(cleanup = CleanupMode.NEVER)
    Path temporary;

    private Path root;
    private final Log log = new Log();

    @BeforeEach
    void begin() throws IOException {
        root = Files.createDirectory(temporary.resolve("volume"));
    }

    /** The JDK's own removal recurses. */
    @AfterEach
    void end() throws Exception {
        new ProcessBuilder("rm", "-rf", temporary.toString()).start().waitFor();
    }

    @Test
    void aSecretInAChangedFileIsFoundAndOneFromBeforeIsNot() throws Exception {
        write("src/new.txt", SECRET);
        clean(Hygiene.DEFAULT, Instant.EPOCH);
        assertThat(log.found).containsExactly("github-token src/new.txt");

        log.found.clear();
        clean(Hygiene.DEFAULT, Instant.now().plusSeconds(60));
        assertThat(log.found).isEmpty();
    }

    @Test
    void settingsAreSearchedWhetherTheyChangedOrNot() throws Exception {
        write("w/.npmrc", new Secrets(5).of("npm-auth"));
        write("w/npmrc", new Secrets(5).of("npm-auth"));

        clean(Hygiene.DEFAULT, Instant.now().plusSeconds(60));

        assertThat(log.found).containsExactly("npm-auth w/.npmrc");
    }

    @Test
    void theHeadersOfACheckoutAreBlankedInTheirPlaceAndNothingElseIs() throws Exception {
        var header = new String(new Secrets(5).of("git-header"), StandardCharsets.ISO_8859_1);
        var config = "[core]\n\tbare = false\n[http \"https://x/\"]\n\t%s\n[remote \"origin\"]\n\turl = https://x/y\n";
        var written = write("w/.git/config", config.formatted(header).getBytes(StandardCharsets.ISO_8859_1));
        write("w/.git/modules/sub/config", config.formatted(header).getBytes(StandardCharsets.ISO_8859_1));
        write("w/notes/config", config.formatted(header).getBytes(StandardCharsets.ISO_8859_1));

        clean(Hygiene.DEFAULT, Instant.now().minusSeconds(600));

        var name = header.substring(0, header.indexOf('=') + 2);
        assertThat(written).hasContent(config.formatted(name + " ".repeat(header.length() - name.length())));
        assertThat(log.scrubbed).containsExactlyInAnyOrder("w/.git/config", "w/.git/modules/sub/config");
        assertThat(log.found).containsExactly("git-header w/notes/config");
    }

    @Test
    void credentialsAreOverwrittenUnderAllTheirNamesBeforeTheyGo() throws Exception {
        var file = write("home/.netrc", "machine x password y".getBytes(StandardCharsets.UTF_8));
        var other = Files.createLink(root.resolve("backup"), file);
        write("c/registry/index/x", new byte[1]);
        write("c/credentials.toml", SECRET);
        write("c/config.toml", "[net]".getBytes(StandardCharsets.UTF_8));
        write("own/store.p12", SECRET);

        clean(new Hygiene(List.of("own/*.p12"), List.of(), List.of(), SecretScan.Block), Instant.EPOCH);

        assertThat(log.scrubbed).containsExactlyInAnyOrder("home/.netrc", "c/credentials.toml", "own/store.p12");
        assertThat(file).doesNotExist();
        assertThat(Files.readAllBytes(other)).containsOnly(0).hasSize(20);
        assertThat(root.resolve("c/config.toml")).exists();
        assertThat(log.found).isEmpty();
    }

    @Test
    void bloatIsSweptWhereverItStandsAndWhoeverProtectedIt() throws Exception {
        write("target/debug/incremental/a/b/c", SECRET);
        write("target/debug/deps/d", new byte[1]);
        sh("chmod -R a-w target/debug/incremental; mkfifo target/debug/incremental2; ln -s / target/link");

        clean(
                new Hygiene(List.of(), List.of("target/**/incremental*", "link"), List.of(), SecretScan.Block),
                Instant.EPOCH);

        assertThat(log.swept).contains("target/debug/incremental", "target/debug/incremental2", "target/link");
        assertThat(sh("find . -mindepth 1 | sort"))
                .isEqualTo("./target\n./target/debug\n./target/debug/deps\n./target/debug/deps/d\n");
        assertThat(Path.of("/etc")).exists();
    }

    @Test
    void aHostileTreeNeitherHangsNorBlindsTheSearch() throws Exception {
        var outside = Files.write(temporary.resolve("outside"), SECRET);
        write("\n\u001b[2J\u00e4/\\x", SECRET);
        write("deep/secret", SECRET);
        sh("mkfifo fifo .netrc; truncate -s 8T giant; ln -s " + outside + " link; ln -s . loop; ln -s " + temporary
                + " .aws; mkdir .git-credentials; mknod null c 1 3 2> /dev/null; true");
        sh("d=$(printf 'd/%.0s' $(seq 500)); for i in $(seq 20); do mkdir -p \"$d\"; cd \"$d\"; done; cp " + outside
                + " secret");

        clean(Hygiene.DEFAULT, Instant.EPOCH);

        assertThat(log.found)
                .hasSize(3)
                .contains("github-token deep/secret")
                .anyMatch(line -> line.matches("github-token \\[2J\u00e4/\\\\x"))
                .anyMatch(line -> line.startsWith("github-token d/d/d/d") && line.endsWith("…") && line.length() < 512);
        assertThat(log.left).isEmpty();
        assertThat(log.scrubbed).isEmpty();
        assertThat(Files.readAllBytes(outside)).isEqualTo(SECRET);
        assertThat(Files.exists(root.resolve(".netrc"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void theKeepersOwnDirectoryIsNotLookedAt() throws Exception {
        write(".headwater/record", SECRET);
        write("a/.headwater/record", SECRET);

        clean(Hygiene.DEFAULT, Instant.EPOCH);

        assertThat(log.found).containsExactly("github-token a/.headwater/record");
    }

    @Test
    void itEndsWhereMoreIsFoundThanAnybodyIsTold() throws Exception {
        for (var i = 0; i < Teller.MAX_FINDINGS + 20; i++) {
            write("f" + i, SECRET);
        }

        clean(Hygiene.DEFAULT, Instant.EPOCH);

        assertThat(log.found).hasSize(Teller.MAX_FINDINGS);
    }

    @Test
    void whatAnotherUserMayNotReadIsNamed() throws Exception {
        write("lost+found/x", SECRET);
        write("closed/x", SECRET);
        write("allowed/x", SECRET);
        write("file", SECRET);
        write("readable", new byte[1]);
        write("own/.netrc", SECRET);
        sh("chmod 000 lost+found own/.netrc; chmod 700 closed allowed; chmod 600 file; chown 1001 closed allowed file");

        var told = withoutRights(new Hygiene(List.of(), List.of(), List.of("allowed"), SecretScan.Block));

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "left 'file' (permission denied)",
                        "left 'closed' (permission denied)",
                        "scrubbed own/.netrc",
                        "done 1 1");
    }

    private static final class Log implements Findings {
        final List<String> found = new ArrayList<>();
        final List<String> scrubbed = new ArrayList<>();
        final List<String> swept = new ArrayList<>();
        final List<String> left = new ArrayList<>();

        @Override
        public void found(String rule, String path) {
            found.add(rule + " " + path);
        }

        @Override
        public void scrubbed(String path) {
            scrubbed.add(path);
        }

        @Override
        public void swept(String path) {
            swept.add(path);
        }

        @Override
        public void left(String path, String why) {
            left.add(path + ": " + why);
        }

        @Override
        public void searched() {}

        @Override
        public boolean isEnough() {
            return found.size() >= Teller.MAX_FINDINGS;
        }
    }

    private void clean(Hygiene hygiene, Instant changedSince) throws IOException {
        var kernel = new Kernel();
        var work = new FileWork(kernel, new FileSearch(kernel), log, changedSince.getEpochSecond());
        new TreeWalk(kernel, new TreatmentPolicy(hygiene), work, log).run(root.toString());
    }

    /** As the program, by a user who is no more than the owner of his files. */
    private List<String> withoutRights(Hygiene hygiene) throws Exception {
        var line = new ArrayList<>(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        line.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HygieneMain.class.getName()));
        line.addAll(HygieneMain.arguments(root.toString(), Instant.EPOCH, hygiene));
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private Path write(String path, byte[] content) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private String sh(String script) throws Exception {
        var process = new ProcessBuilder("sh", "-c", script)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
