package dev.headwater.chart;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chart as Helm renders it. */
final class Chart {
    static final Path FOLDER = Path.of("headwater");
    static final String NAMESPACE = "headwater-system";
    static final String OLDEST_KUBERNETES = "1.32.0";

    private static final Pattern DOCUMENTS = Pattern.compile("^---$", Pattern.MULTILINE);

    /** helm-java leaves hooks out of what it renders; under another name they are ordinary objects. */
    private static final String HOOK = "helm.sh/hook:";

    private static final String NO_HOOK = "not-yet.helm.sh/hook:";
    private static final Path WITHOUT_HOOKS = copyWithoutHooks();

    /**
     * The objects of a release named headwater in {@link #NAMESPACE}.
     *
     * @param values as {@code --set} takes them
     * @throws IllegalStateException as helm-java does, with Helm's message
     */
    static List<HasMetadata> render(Map<String, Object> values) {
        return render(values, OLDEST_KUBERNETES);
    }

    static List<HasMetadata> render(Map<String, Object> values, String kubernetesVersion) {
        var template = new Helm(WITHOUT_HOOKS)
                .template()
                .withName("headwater")
                .withNamespace(NAMESPACE)
                .withKubeVersion(kubernetesVersion);
        values.forEach(template::set);
        return DOCUMENTS
                .splitAsStream(template.call().replace(NO_HOOK, HOOK))
                .filter(yaml -> yaml.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                .map(yaml -> (HasMetadata) Serialization.unmarshal(yaml))
                .toList();
    }

    static <T extends HasMetadata> Stream<T> only(Class<T> kind, List<HasMetadata> objects) {
        return objects.stream().filter(kind::isInstance).map(kind::cast);
    }

    private static Path copyWithoutHooks() {
        try (var paths = Files.walk(FOLDER)) {
            var copy = Files.createTempDirectory("chart");
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                var target = copy.resolve(FOLDER.relativize(path));
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(path).replace(HOOK, NO_HOOK));
                target.toFile().deleteOnExit();
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Chart() {}
}
