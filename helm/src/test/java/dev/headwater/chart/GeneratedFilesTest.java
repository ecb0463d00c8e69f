package dev.headwater.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedFilesTest {
    /** {@code mvn -pl helm -am test -Dheadwater.renew} writes the files instead of complaining. */
    @BeforeAll
    static void renewIfAsked() throws IOException {
        if (System.getProperty("headwater.renew") != null) {
            for (var file : GeneratedFiles.all().entrySet()) {
                Files.createDirectories(file.getKey().getParent());
                Files.writeString(file.getKey(), file.getValue());
            }
        }
    }

    static List<Map.Entry<Path, String>> files() {
        return List.copyOf(GeneratedFiles.all().entrySet());
    }

    @ParameterizedTest
    @MethodSource("files")
    void is_up_to_date(Map.Entry<Path, String> file) {
        assertThat(file.getKey())
                .as("renew with: mvn -pl helm -am test -Dheadwater.renew")
                .hasContent(file.getValue());
    }

    @Test
    void every_value_is_documented_by_its_comment() throws IOException {
        var settings = Setting.in(Files.readString(Chart.FOLDER.resolve("values.yaml")));

        assertThat(settings.stream().flatMap(Setting::withChildren))
                .isNotEmpty()
                .allSatisfy(setting -> assertThat(setting.description())
                        .as("comment of %s", setting.path())
                        .endsWith("."));
    }
}
