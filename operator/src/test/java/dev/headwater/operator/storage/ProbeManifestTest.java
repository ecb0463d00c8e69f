package dev.headwater.operator.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.operator.Given;
import dev.headwater.operator.storage.ProbeJournal.Outcome;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code mvn test -Dheadwater.renew} writes the file instead of complaining. */
class ProbeManifestTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden-probe.yaml");

    private static List<HasMetadata> manifests() {
        var release = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("headwater-probes")
                .withUid("release-uid")
                .endMetadata()
                .build();
        var asked = DesiredProbe.request(ProbeWorld.CLASSES, Given.VAULT, Optional.of(release));
        asked.getMetadata().setUid("probe-uid");
        var journal = ProbeJournal.EMPTY.begin(Given.START);
        var facts = new ProbeFacts(journal, Map.of(), Optional.empty(), ProbeFacts.Volume.GONE, List.of());
        var settings = new ProbeSettings(
                ProbeWorld.SETTINGS.trustedDrivers(),
                ProbeWorld.PATIENCE,
                ProbeWorld.SETTINGS.look(),
                "headwater/keeper:dev",
                "IfNotPresent",
                List.of("registry"));
        var ended = journal.conclude(Outcome.Independent, "Seen.", Given.START.plusSeconds(20));
        return Stream.concat(
                        Stream.of(ProbePart.values()).map(part -> DesiredProbe.of(part, asked, facts, settings)),
                        Stream.of(asked, DesiredProbe.kept(asked, ended, Map.of("kubernetes", "v1.36.3"))))
                .toList();
    }

    @Test
    void the_objects_of_a_probe_are_as_the_file_says() throws IOException {
        var actual = manifests().stream().map(Serialization::asYaml).collect(Collectors.joining());
        if (System.getProperty("headwater.renew") != null) {
            Files.writeString(GOLDEN, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(GOLDEN));
    }
}
