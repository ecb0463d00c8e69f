package dev.headwater.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.api.v1alpha1.Api;
import dev.headwater.e2e.arc.ScaleSetValues;
import dev.headwater.e2e.world.Program;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each block of YAML on a page is given to who would read it: the API server, Helm, the runner controller's chart, or an interpreter of workflows. */
@Tag("api")
@EnableKubeAPIServer
class DocumentedYamlApiTest {
    private static final Known KNOWN = Known.ofChart();

    /** The newest: what older ones do not serve is said on the pages. */
    private static final String KUBERNETES = "1.36.0";

    @KubeConfig
    static String kubeConfig = "";

    @TempDir
    static Path folder = Path.of("");

    /** Of a variable that {@code ./dev test} sets. */
    private static String value(String variable) {
        return Objects.requireNonNull(System.getenv(variable), variable + " is not set; use ./dev test");
    }

    private static String binary(String name) {
        return value("HEADWATER_BINARIES") + "/" + name;
    }

    @BeforeAll
    static void install() throws IOException {
        Files.writeString(folder.resolve("kubeconfig"), kubeConfig);
        kubectl(
                "create",
                "--filename=" + Pages.REPOSITORY.resolve("helm/headwater/api"),
                "--filename=" + Pages.REPOSITORY.resolve("e2e/arc/ephemeralrunners.yaml"),
                "--filename=" + binary("crds/"));
        kubectl("wait", "--for=condition=Established", "--timeout=20s", "crd", "--all");
        for (var namespace : namespaces()) {
            kubectl("create", "namespace", namespace);
        }
    }

    private static Set<String> namespaces() {
        return yaml().flatMap(block -> block.documents().stream())
                .map(document -> document.at("/metadata/namespace").asText())
                .filter(namespace -> !namespace.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Block> yaml() {
        return Pages.blocks().stream().filter(Block::isYaml);
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> a_block_of_yaml_is_taken_by_who_reads_it() {
        var blocks = yaml().toList();
        assertThat(blocks).isNotEmpty();
        return blocks.stream().map(block -> DynamicTest.dynamicTest(block.toString(), () -> assertTaken(block)));
    }

    private static void assertTaken(Block block) {
        switch (PlacementPolicy.place(block.documents(), KNOWN)) {
            case Placed.Objects(var objects) -> objects.forEach(DocumentedYamlApiTest::assertAdmitted);
            case Placed.Workflow(var workflow) -> assertRuns(workflow);
            case Placed.ChartValues(var values) -> assertRenders(values);
            case Placed.RunnerValues(var values, var pod) -> {
                ScaleSetValues.parse(values.toString()).render("ci", "release");
                assertAdmitted(pod);
            }
            case Placed.Nowhere(var why) -> throw new AssertionError(block + " cannot be placed: " + why);
        }
    }

    /** Read strictly: a field that is not there is an error. */
    private static void assertAdmitted(JsonNode object) {
        kubectl("create", "--dry-run=server", "--validate=strict", "--filename=" + file(object));
        var words = Arrays.stream(Api.class.getFields())
                .map(DocumentedYamlApiTest::value)
                .toList();
        for (var names : List.of("labels", "annotations")) {
            object.findValues(names).stream()
                    .flatMap(found -> Known.names(found).stream())
                    .filter(name -> name.startsWith(Api.GROUP + "/"))
                    .forEach(name -> assertThat(words)
                            .as("label or annotation of Headwater")
                            .contains(name));
        }
    }

    private static Object value(Field constant) {
        try {
            return constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRuns(JsonNode workflow) {
        Program.of(
                        value("HEADWATER_ACT"),
                        "--validate",
                        "--strict",
                        "--workflows",
                        file(workflow).toString())
                .in(folder)
                .output();
        assertThat(Actions.misuses(workflow)).isEmpty();
    }

    private static void assertRenders(JsonNode values) {
        Program.of(
                        binary("helm"),
                        "template",
                        "headwater",
                        Pages.REPOSITORY.resolve("helm/headwater").toString(),
                        "--kube-version=" + KUBERNETES,
                        "--values=" + file(values))
                .output();
    }

    private static void kubectl(String... arguments) {
        var argv = Stream.concat(
                Stream.of(
                        binary("kubectl"),
                        "--kubeconfig=" + folder.resolve("kubeconfig"),
                        "--cache-dir=" + folder.resolve("cache")),
                Arrays.stream(arguments));
        Program.of(argv.toArray(String[]::new)).output();
    }

    /** JSON is YAML. */
    private static Path file(JsonNode content) {
        try {
            return Files.writeString(Files.createTempFile(folder, "block", ".yaml"), content.toString())
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
