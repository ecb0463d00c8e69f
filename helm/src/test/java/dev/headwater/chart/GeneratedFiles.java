package dev.headwater.chart;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every file that is made of others: path to content. */
final class GeneratedFiles {
    private static final Path REFERENCE = Path.of("../docs/reference");

    static Map<Path, String> all() {
        var settings = Setting.in(read(Chart.FOLDER.resolve("values.yaml")));
        var files = new TreeMap<Path, String>();
        files.put(Chart.FOLDER.resolve("values.schema.json"), ValuesPages.schema(settings));
        files.put(
                Chart.FOLDER.resolve("README.md"),
                page("values.yaml", "Headwater's chart", README) + ValuesPages.markdown(settings));
        files.put(
                REFERENCE.resolve("values.md"),
                page("helm/headwater/values.yaml", "Values of the chart", "") + ValuesPages.markdown(settings));
        files.put(
                REFERENCE.resolve("api.md"),
                page("the CRDs", "The API: headwater.dev/v1alpha1", "The same words are in `kubectl explain`.\n\n")
                        + ApiPages.api(crds()));
        files.put(
                REFERENCE.resolve("reasons.md"),
                page("the API's enumerations", "Reasons and conditions", REASONS) + ApiPages.reasons());
        files.put(
                REFERENCE.resolve("labels.md"),
                page("the API's constants", "Labels and annotations", LABELS) + ApiPages.labels());
        return files;
    }

    private static final String README = """
            Build-state snapshot streams for containerized CI runners.

            ```
            helm install headwater helm/headwater --namespace headwater-system --create-namespace
            ```

            One release serves a cluster. The node plugin is privileged, so that its namespace must not enforce a stricter Pod Security level.
            `helm uninstall` refuses while pods have a slot or runs are not complete; it leaves the CRDs, the vault and the snapshots, and a later
            `helm install --take-ownership` finds them again.

            """;

    private static final String REASONS =
            "One word for each thing that was done or not done: the same in status, event, log, metric and the job's result.\n\n";

    private static final String LABELS = "Labels are an index, never the truth: nothing is decided by them.\n\n";

    private static String page(String origin, String title, String introduction) {
        return "<!-- Made from %s; a test of module helm says how to renew it. -->\n# %s\n\n%s"
                .formatted(origin, title, introduction);
    }

    private static Stream<CustomResourceDefinition> crds() {
        try (var files = Files.list(Chart.FOLDER.resolve("api"))) {
            return files
                    .sorted()
                    .map(file -> Serialization.unmarshal(read(file), CustomResourceDefinition.class))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GeneratedFiles() {}
}
