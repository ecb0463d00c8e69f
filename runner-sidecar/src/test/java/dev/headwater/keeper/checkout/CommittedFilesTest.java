package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.Order;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.volume.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CommittedFilesTest {
    private static final String KEY = CheckoutFixture.DIRECTORY + "/tests/key.pem";
    private static final String ODD = CheckoutFixture.DIRECTORY + "/:(top) *.pem";

    @TempDir
    Path temporary;

    private CheckoutFixture fixture;
    private final Map<Order.Checkout, String> heads = new LinkedHashMap<>();

    @BeforeEach
    void checkOut() throws Exception {
        fixture = new CheckoutFixture(temporary);
        var head = fixture.author.commit(Map.of("tests/key.pem", "key\n", ":(top) *.pem", "odd\n"));
        fixture.checkout(head);
        heads.put(
                CheckoutFixture.order(
                        CheckoutFixture.DIRECTORY,
                        fixture.server.url("app.git"),
                        CheckoutFixture.MAIN,
                        head,
                        CheckoutOptions.DEFAULT),
                head);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Set<String> among(String... paths) throws Exception {
        return new CommittedFiles(new Volume(fixture.volume), new CommandRunner())
                .among(List.of(paths), heads, Deadline.in(Duration.ofSeconds(60)));
    }

    @Test
    void aFileAsItWasCheckedOutIsCommitted() throws Exception {
        assertThat(among(KEY, ODD)).containsExactlyInAnyOrder(KEY, ODD);
    }

    @Test
    void aFileThatTheJobChangedMadeOrCommittedIsNot() throws Exception {
        Files.writeString(fixture.work().resolve("tests/key.pem"), "another\n");
        Files.writeString(fixture.work().resolve("new.pem"), "new\n");
        Author.git(fixture.work(), "add", "--all");
        Author.git(fixture.work(), "commit", "-qm", "of the job");
        Files.writeString(fixture.volume.resolve("beside.pem"), "key\n");

        assertThat(among(
                        KEY, CheckoutFixture.DIRECTORY + "/new.pem", "beside.pem", CheckoutFixture.DIRECTORY + "/gone"))
                .isEmpty();
    }

    @Test
    void aLinkToACommittedFileIsNot() throws Exception {
        Files.delete(fixture.work().resolve("tests/key.pem"));
        Files.createSymbolicLink(
                fixture.work().resolve("tests/key.pem"), fixture.work().resolve(":(top) *.pem"));

        assertThat(among(KEY, ODD)).containsExactly(ODD);
    }

    @Test
    void whatCannotBeFoundOutIsNo() throws Exception {
        Author.shell(fixture.work(), "rm -r .git/objects");
        assertThat(among(KEY)).isEmpty();
        heads.clear();
        assertThat(among(KEY)).isEmpty();
    }

    @Test
    void nothingThatAJobPlantedIsRun() throws Exception {
        var traces = temporary.resolve("traces");
        Author.shell(fixture.work(), """
                git config core.fsmonitor 'touch %1$s'
                git config filter.x.clean 'touch %1$s; cat'
                echo '* filter=x' > .gitattributes
                """.formatted(traces));

        assertThat(among(KEY)).containsExactly(KEY);
        assertThat(traces).doesNotExist();
    }
}
