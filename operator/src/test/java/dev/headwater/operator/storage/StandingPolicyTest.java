package dev.headwater.operator.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.StreamReason;
import dev.headwater.operator.Given;
import dev.headwater.operator.storage.ProbeJournal.Outcome;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingPolicyTest {
    private static final Setup SOUND = new Setup.Sound(ProbeWorld.CLASSES);

    private static Standing standing(Setup setup, Optional<ProbeJournal> probe) {
        return StandingPolicy.of(setup, Set.of("csi.trusted.org"), probe, Given.VAULT);
    }

    private static Standing.Refused refused(Setup setup) {
        return (Standing.Refused) standing(setup, Optional.empty());
    }

    @Test
    void what_is_missing_is_named_in_a_sentence() {
        assertThat(refused(new Setup.StorageClassMissing("gp3")))
                .isEqualTo(
                        new Standing.Refused(
                                StreamReason.UnknownStorageClass,
                                "The policy names the StorageClass gp3, which does not exist; create it, or name another one in spec.volume.storageClassName: kubectl get storageclass"));
        assertThat(refused(new Setup.RestoreClassMissing("gp3")).sentence())
                .contains("gp3", "spec.volume.restoreStorageClassName");
        assertThat(refused(new Setup.SnapshotClassMissing("ebs")).reason())
                .isEqualTo(StreamReason.UnknownSnapshotClass);
        assertThat(refused(new Setup.RetainedVolumes("kept")).sentence()).contains("kept", "reclaimPolicy: Delete");
        assertThat(refused(new Setup.ForeignRestoreClass("a", "x", "b", "y")).reason())
                .isEqualTo(StreamReason.ForeignDriver);
        assertThat(refused(new Setup.NoSnapshotApi()).reason()).isEqualTo(StreamReason.NoSnapshotApi);
    }

    @Test
    void classes_of_a_trusted_driver_need_no_probe() {
        var classes = ProbeWorld.CLASSES;
        var trusted = new ClassSet("csi.trusted.org", classes.storage(), classes.restore(), classes.snapshot());
        assertThat(standing(new Setup.Sound(trusted), Optional.empty())).isEqualTo(new Standing.Accepted());
    }

    @Test
    void without_a_result_it_is_said_what_the_last_attempt_came_to() {
        assertThat(standing(SOUND, Optional.empty())).isInstanceOfSatisfying(Standing.Unproven.class, unproven -> {
            assertThat(unproven.probe()).isEqualTo(Standing.Probe.TO_BE_ASKED_FOR);
            assertThat(unproven.classes()).isEqualTo(ProbeWorld.CLASSES);
        });
        var failed = ProbeJournal.EMPTY.begin(Given.START).fail("The quota is used up.", Given.START);
        assertThat(standing(SOUND, Optional.of(failed))).isInstanceOfSatisfying(Standing.Unproven.class, unproven -> {
            assertThat(unproven.probe()).isEqualTo(Standing.Probe.UNDER_WAY);
            assertThat(unproven.sentence()).contains("VolumeSnapshotClass block", "The quota is used up.");
        });
    }

    @Test
    void a_result_decides_and_a_refusal_says_how_to_probe_again() {
        var begun = ProbeJournal.EMPTY.begin(Given.START);
        assertThat(standing(SOUND, Optional.of(begun.conclude(Outcome.Independent, "Seen.", Given.START))))
                .isEqualTo(new Standing.Accepted());
        var dependent = begun.conclude(Outcome.Dependent, "The snapshot went with its volume.", Given.START);
        assertThat(standing(SOUND, Optional.of(dependent))).isInstanceOfSatisfying(Standing.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(StreamReason.ClassNotIndependent);
            assertThat(refused.sentence())
                    .contains(
                            "VolumeSnapshotClass block with StorageClass block, restored volumes of StorageClass block-restore",
                            "The snapshot went with its volume.",
                            "kubectl delete configmap " + ProbeWorld.CLASSES.probe() + " -n vault");
        });
    }

    @Test
    void what_a_ConfigMap_keeps_is_read_as_it_was_written_and_changes_no_more() {
        var asked = DesiredProbe.request(ProbeWorld.CLASSES, Given.VAULT, Optional.empty());
        var journal = ProbeJournal.EMPTY
                .begin(Given.START)
                .fail("The quota is used up.", Given.START)
                .begin(Given.START)
                .reach(
                        new ProbeStep.Reach(ProbeJournal.Milestone.WRITTEN, Optional.of("pv-1"), Optional.empty()),
                        Given.START)
                .suspect(Given.START);
        var kept = DesiredProbe.kept(asked, journal, java.util.Map.of());
        assertThat(ProbeJournal.of(kept)).isEqualTo(journal);
        assertThat(DesiredProbe.classes(kept)).isEqualTo(ProbeWorld.CLASSES);
        assertThat(kept.getImmutable()).isNull();
        var concluded = journal.conclude(Outcome.Independent, "Seen.", Given.START);
        assertThat(DesiredProbe.kept(kept, concluded, java.util.Map.of()).getImmutable())
                .isTrue();
    }

    @Test
    void other_classes_are_another_probe_even_under_the_same_names() {
        var classes = ProbeWorld.CLASSES;
        var again = new ClassSet(
                classes.driver(), new ClassSet.Named("block", "uid-9"), classes.restore(), classes.snapshot());
        assertThat(again.probe()).isNotEqualTo(classes.probe()).matches("probe-[0-9a-f]{16}");
    }
}
