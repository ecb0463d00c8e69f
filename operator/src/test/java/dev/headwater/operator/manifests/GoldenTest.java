package dev.headwater.operator.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.PolicySpec;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.capture.DesiredSnapshot;
import dev.headwater.operator.keeper.DesiredKeeper;
import dev.headwater.operator.keeper.KeeperArguments;
import dev.headwater.operator.keeper.KeeperSettings;
import dev.headwater.operator.model.Hygiene;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.volume.ClaimRecord;
import dev.headwater.operator.volume.DesiredClaim;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code mvn test -Dheadwater.renew} writes the files instead of complaining. */
class GoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final RunStatus.Restore RESTORE = new RunStatus.Restore(
            "FromSnapshot",
            "branch",
            "HeadOfLane",
            "Restored.",
            "hw-parent",
            Given.SHA,
            "refs/heads/main",
            "branch:main",
            null,
            TrustLevel.Latched,
            TrustLevel.Latched,
            List.of("hw-grandparent"),
            null,
            Given.START.toString(),
            Given.START.plusSeconds(120).toString(),
            null);

    private static final Hygiene HYGIENE = new Hygiene(
            List.of("**/*.p12"), PolicySpec.SecretScan.Off, List.of("tests/**"), List.of("target/**/incremental"));

    private static final Map<String, Supplier<HasMetadata>> MANIFESTS = Map.of(
            "claim-new.yaml",
            () -> claim(PolicySettings.DEFAULT.volume(), Hygiene.DEFAULT, Optional.empty()),
            "claim-restored-with-classes.yaml",
            () -> claim(
                    new PolicySettings.Volume(
                            new Quantity("1Gi"), Optional.empty(), Optional.of("gp3"), Optional.of("gp3-restore")),
                    HYGIENE,
                    Optional.of(Given.snapshot("hw-parent", new Lane.Branch("main"), 1, Snapshot.State.READY))),
            "claim-larger-than-its-snapshot.yaml",
            () -> claim(
                    PolicySettings.DEFAULT.volume(),
                    Hygiene.DEFAULT,
                    Optional.of(Given.snapshot("hw-parent", new Lane.Branch("main"), 1, Snapshot.State.READY))),
            "keeper.yaml",
            () -> keeper(
                    1001,
                    new KeeperArguments(List.of(), List.of(), Hygiene.DEFAULT),
                    new KeeperSettings(
                            "headwater/keeper:dev",
                            "IfNotPresent",
                            List.of(),
                            Optional.of("headwater-keeper"),
                            new Quantity("512Mi"),
                            Duration.ofHours(24))),
            "keeper-of-root-with-pull-secret-and-arguments.yaml",
            () -> keeper(
                    0,
                    new KeeperArguments(
                            List.of("https://github.com", "http://git.ci:3000"), List.of("src/**", "a b.txt"), HYGIENE),
                    new KeeperSettings(
                            "headwater/keeper:dev",
                            "Always",
                            List.of("registry"),
                            Optional.empty(),
                            new Quantity("1Gi"),
                            Duration.ofHours(1))),
            "snapshot.yaml",
            GoldenTest::snapshot);

    static List<String> files() {
        return MANIFESTS.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_manifest_is_as_its_file_says(String file) throws IOException {
        var actual =
                Serialization.asYaml(Objects.requireNonNull(MANIFESTS.get(file)).get());
        if (System.getProperty("headwater.renew") != null) {
            Files.writeString(GOLDEN.resolve(file), actual);
        }
        assertThat(actual).isEqualTo(Files.readString(GOLDEN.resolve(file)));
    }

    @Test
    void no_file_is_left_unused() throws IOException {
        try (var paths = Files.list(GOLDEN)) {
            assertThat(paths.map(path -> path.getFileName().toString()).collect(Collectors.toSet()))
                    .isEqualTo(MANIFESTS.keySet());
        }
    }

    private static PolicySettings with(PolicySettings.Volume volume, Hygiene hygiene) {
        return new PolicySettings(
                PolicySettings.DEFAULT.restoreTimeout(),
                PolicySettings.DEFAULT.attemptTimeout(),
                volume,
                PolicySettings.DEFAULT.limits(),
                Optional.of("ebs"),
                PolicySettings.DEFAULT.origins(),
                PolicySettings.DEFAULT.gitServers(),
                PolicySettings.DEFAULT.save(),
                PolicySettings.DEFAULT.saveWait(),
                hygiene,
                PolicySettings.DEFAULT.retention());
    }

    private static HasMetadata claim(PolicySettings.Volume settings, Hygiene hygiene, Optional<Snapshot> source) {
        var record = ClaimRecord.of(
                "function-a", RESTORE, with(settings, hygiene).within("main"), List.of(), Optional.empty());
        return DesiredClaim.of(Given.run(Given.spec("refs/heads/main", 5)), Given.VAULT, record, settings, source);
    }

    private static HasMetadata keeper(long uid, KeeperArguments arguments, KeeperSettings settings) {
        var spec = Given.spec("refs/heads/main", 5);
        var asked = new RunSpec(
                spec.pod(), spec.slot(), new RunSpec.Requester(uid, uid), spec.request(), spec.job(), null, null);
        return DesiredKeeper.of(Given.run(asked), Given.VAULT, Given.jobPod(), 1, arguments, settings);
    }

    private static HasMetadata snapshot() {
        var run = Given.run(Given.spec("refs/heads/main", 5));
        run.setStatus(new RunStatus("function-a", "branch:main", null, RESTORE, null, null, null, null, null));
        return DesiredSnapshot.of(run, Given.VAULT, new Lane.Branch("main"), Optional.of("ebs"));
    }
}
