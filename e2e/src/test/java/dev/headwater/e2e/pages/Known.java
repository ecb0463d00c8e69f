package dev.headwater.e2e.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names by which a fragment is known.
 *
 * @param specs by kind of this project's API: the fields of {@code spec}
 * @param values of the chart, at the top
 */
record Known(Map<String, Set<String>> specs, Set<String> values) {
    private static final Path CHART = Pages.REPOSITORY.resolve("helm/headwater");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** As the chart has them. */
    static Known ofChart() {
        var specs = new LinkedHashMap<String, Set<String>>();
        try (var crds = Files.list(CHART.resolve("api"))) {
            for (var crd : crds.sorted().toList()) {
                var spec = read(crd).path("spec");
                specs.put(
                        spec.at("/names/kind").asText(),
                        names(spec.at("/versions/0/schema/openAPIV3Schema/properties/spec/properties")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Known(specs, names(read(CHART.resolve("values.yaml"))));
    }

    static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
