package dev.headwater.api.v1alpha1;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One file of samples: the versions of one object, written one after the other. The last one of an invalid sample is refused.
 *
 * @param expected what the refusal says: the file's first line
 */
record Sample(String name, Optional<String> expected, List<GenericKubernetesResource> versions) {
    private static final Path FOLDER = Path.of("src/test/resources");
    private static final Pattern EXPECTED = Pattern.compile("^# Expected: (.*)\n");

    static List<Sample> in(String folder) {
        try (var files = Files.list(FOLDER.resolve(folder))) {
            return files.sorted().map(Sample::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sample read(Path file) {
        try {
            var text = Files.readString(file);
            var expected = EXPECTED.matcher(text).results().findFirst().map(found -> found.group(1));
            var versions = Pattern.compile("^---$", Pattern.MULTILINE)
                    .splitAsStream(text)
                    .map(yaml -> Serialization.unmarshal(yaml, GenericKubernetesResource.class))
                    .toList();
            return new Sample(file.getFileName().toString(), expected, versions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
