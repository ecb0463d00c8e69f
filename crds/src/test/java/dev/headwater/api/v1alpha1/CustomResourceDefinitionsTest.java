package dev.headwater.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CustomResourceDefinitionsTest {
    private static final Path CHART = Path.of("../helm/headwater/api");

    /** {@code mvn -pl crds test -Dheadwater.renew} writes the files instead of complaining. */
    @BeforeAll
    static void renewIfAsked() throws IOException {
        if (System.getProperty("headwater.renew") != null) {
            for (var file : CustomResourceDefinitions.files().entrySet()) {
                Files.writeString(CHART.resolve(file.getKey()), file.getValue());
            }
        }
    }

    @Test
    void the_chart_has_the_CRDs_of_these_classes() throws IOException {
        assertThat(committed())
                .as("renew with: mvn -pl crds test -Dheadwater.renew")
                .isEqualTo(CustomResourceDefinitions.files());
    }

    private static Map<String, String> committed() throws IOException {
        var files = new TreeMap<String, String>();
        try (var paths = Files.list(CHART)) {
            for (var path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.readString(path));
            }
        }
        return files;
    }
}
