package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.control.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeRecordPolicyTest {
    private static final RunSpec SPEC = new RunSpec(
            new RunSpec.Pod("runner", "uid", "node"),
            new RunSpec.Slot("headwater"),
            new RunSpec.Requester(1001L, 1001L),
            new RunSpec.Request(
                    1, "key", "/mnt/cargo", "v1", "linux", "amd64", "2026-01-01T00:00:00Z", 60, List.of("leg-"), null),
            new RunSpec.Job(
                    RunSpec.Source.Request,
                    "a/b",
                    "refs/heads/main",
                    null,
                    "0".repeat(40),
                    null,
                    1L,
                    1,
                    null,
                    null,
                    null),
            null,
            null);

    private static Fields recordWith(String field, String value) {
        var fields = new Fields.Builder();
        VolumeRecordPolicy.identity(SPEC).forEach((name, own) -> fields.with(name, name.equals(field) ? value : own));
        return fields.build();
    }

    @Test
    void a_volume_that_was_sealed_for_the_same_place_is_the_right_one() {
        assertThat(VolumeRecordPolicy.complaint(recordWith("ref", ""), SPEC)).isEmpty();
    }

    @Test
    void a_volume_of_a_key_that_a_restore_key_begins_is_the_right_one() {
        assertThat(VolumeRecordPolicy.complaint(recordWith("key", "leg-b"), SPEC))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"repository", "key", "path", "version", "platform"})
    void a_volume_of_another_place_is_not(String field) {
        assertThat(VolumeRecordPolicy.complaint(recordWith(field, "::other"), SPEC)
                        .orElseThrow())
                .contains(field)
                .contains("other");
    }
}
