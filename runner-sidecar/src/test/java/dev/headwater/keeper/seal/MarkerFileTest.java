package dev.headwater.keeper.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.Fields;
import dev.headwater.control.Marker;
import dev.headwater.keeper.volume.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MarkerFileTest {
    @TempDir
    Path temporary;

    Path root;
    Path outside;

    @BeforeEach
    void begin() throws Exception {
        root = Files.createDirectory(temporary.resolve("volume"));
        outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("file"), "mine");
    }

    private Fields settle(String file, String value) {
        return new MarkerFile(new Volume(root))
                .settle(new Marker(file, Optional.of(value).filter(text -> !text.isEmpty())));
    }

    private void shell(String script) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", script.replace("OUT", outside.toString()))
                        .directory(root.toFile())
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void aValueIsTheWholeContentAndReplacesAnOlderOne() throws Exception {
        assertThat(settle("out/state/build-id", "first").values()).isEmpty();
        assertThat(settle("out/state/build-id", "4 2").values()).isEmpty();

        assertThat(Files.readString(root.resolve("out/state/build-id"))).isEqualTo("4 2");
        assertThat(root.resolve(".headwater")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ln -s OUT/file build-id", "mkfifo build-id", "ln -s OUT/no build-id"})
    void whateverStandsThereIsReplacedAndNotFollowed(String planted) throws Exception {
        shell(planted);

        assertThat(settle("build-id", "42").values()).isEmpty();
        assertThat(root.resolve("build-id")).hasContent("42");
        assertThat(Files.isSymbolicLink(root.resolve("build-id"))).isFalse();
        assertThat(outside.resolve("file")).hasContent("mine");
        assertThat(outside.resolve("no")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "ln -s OUT a,a/build-id,symbolic link",
        "mkdir -p a/build-id/x,a/build-id,a directory",
        "touch a,a/b,file"
    })
    void whatCannotBeWrittenIsSaidAndNothingElseIsTouched(String planted, String file, String why) throws Exception {
        shell(planted);

        assertThat(settle(file, "42").optional("message").orElseThrow())
                .startsWith("The marker " + file + " could not be written: ")
                .contains(why);
        assertThat(outside).isDirectoryNotContaining(found -> !found.endsWith("file"));
    }

    @ParameterizedTest
    @CsvSource({
        "touch green,Present",
        "echo save=true >green,Present",
        "yes save=false | head -n 100 >green,Present",
        "echo save=false >green,Missing",
        "printf save=false >green,Missing",
        "true,Missing",
        "mkdir green,Missing",
        "mkfifo green,Missing",
        "ln -s OUT/file green,Missing"
    })
    void aMarkerWithoutAValueIsAFileThatTheJobMade(String planted, String word) throws Exception {
        shell(planted);

        assertThat(settle("green", "").values()).containsOnly(Map.entry("marker", word));
    }
}
