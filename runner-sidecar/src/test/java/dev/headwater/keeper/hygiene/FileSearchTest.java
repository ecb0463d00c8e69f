package dev.headwater.keeper.hygiene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.keeper.kernel.Kernel;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileSearchTest {
    private static final byte[] SECRET = new Secrets(3).of("github-token");
    private static final byte[] KEY = new Secrets(3).of("private-key");
    private static final int CHUNK = Kernel.MAX_TRANSFER;

    @TempDir
    Path directory;

    private final Kernel kernel = new Kernel();
    private final FileSearch search = new FileSearch(kernel);
    private RandomAccessFile file;

    @BeforeEach
    void begin() throws Exception {
        file = new RandomAccessFile(directory.resolve("file").toFile(), "rw");
    }

    @Test
    void aSecretIsFoundWhereTwoReadsMeet() throws Exception {
        text(0, 3 * CHUNK);
        for (var at = CHUNK - SECRET.length - 3; at <= CHUNK + 3; at++) {
            write(at, SECRET);
            assertThat(find()).as("at %d", at).contains("github-token");
            text(at, SECRET.length);
        }
        for (var at = CHUNK - SecretRule.LONGEST - 3; at <= CHUNK - SecretRule.LONGEST + 3; at++) {
            write(at, SECRET);
            assertThat(find()).as("at %d", at).contains("github-token");
            text(at, SECRET.length);
        }
        assertThat(find()).isEmpty();
    }

    @Test
    void aSecretIsFoundAtEitherEndOfALongTextAndNotInItsMiddle() throws Exception {
        var size = 4L * FileSearch.TEXT_PART;
        for (var at :
                new long[] {0, FileSearch.TEXT_PART - 100, size - FileSearch.TEXT_PART + 1, size - SECRET.length}) {
            begin();
            file.setLength(0);
            text(0, FileSearch.TEXT_PART);
            text(size - FileSearch.TEXT_PART, FileSearch.TEXT_PART);
            write(at, SECRET);
            assertThat(find()).as("at %d", at).contains("github-token");
        }
        text(0, FileSearch.TEXT_PART + CHUNK);
        write(2L * FileSearch.TEXT_PART, SECRET);
        text(size - FileSearch.TEXT_PART, FileSearch.TEXT_PART);
        assertThat(find()).isEmpty();
        assertThat(search.searchedBytes()).isLessThan(11L * FileSearch.TEXT_PART);
    }

    @Test
    void holesCostNothing() throws Exception {
        file.setLength(1L << 42);
        assertThat(find()).isEmpty();
        text(1L << 40, 4096);
        write((1L << 40) + 4096, SECRET);

        assertThat(find()).contains("github-token");
        assertThat(search.searchedBytes()).isLessThan(2 * CHUNK);
    }

    @Test
    void binaryFilesHoldTokensButNoKeys() throws Exception {
        write(10, KEY);
        assertThat(find()).isEmpty();
        write(5000, SECRET);
        assertThat(find()).contains("github-token");
        file.setLength(0);
        write(0, KEY);
        assertThat(find()).contains("private-key");
    }

    @Test
    void anEmptyFileIsSearchedInNoTime() throws Exception {
        assertThat(find()).isEmpty();
    }

    private Optional<String> find() throws Exception {
        var parent = kernel.root(directory.toString());
        var descriptor = kernel.readable(parent, "file");
        try {
            return search.search(descriptor, kernel.status(descriptor).size(), _ -> true)
                    .map(SecretRule::name);
        } finally {
            kernel.close(descriptor);
            kernel.close(parent);
        }
    }

    private void text(long at, int length) throws Exception {
        write(at, " ".repeat(length).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private void write(long at, byte[] content) throws Exception {
        file.seek(at);
        file.write(content);
    }
}
