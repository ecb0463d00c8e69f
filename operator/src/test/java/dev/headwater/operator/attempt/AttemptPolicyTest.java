package dev.headwater.operator.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.AttemptReason;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.operator.Given;
import dev.headwater.operator.attempt.AttemptFacts.Recorded;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptPolicyTest {
    private static final PersistentVolumeClaim UNBOUND = new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .build();
    private static final PersistentVolumeClaim BOUND =
            UNBOUND.edit().editSpec().withVolumeName("pv").endSpec().build();

    private static Pod keeper(String... schedulerSays) {
        var status = new PodBuilder()
                .withNewMetadata()
                .withUid("keeper")
                .endMetadata()
                .withNewStatus();
        for (var message : schedulerSays) {
            status.addNewCondition()
                    .withType("PodScheduled")
                    .withStatus("False")
                    .withMessage(message)
                    .endCondition();
        }
        return status.endStatus().build();
    }

    private static Optional<AttemptReason> judge(PersistentVolumeClaim claim, Pod keeper, Warning... warnings) {
        return AttemptPolicy.judge(new AttemptFacts(
                        Optional.of(claim), Optional.of(keeper), Recorded.NOT_YET, Optional.empty(), List.of(warnings)))
                .map(Trouble::reason);
    }

    @Test
    void an_attempt_of_which_nobody_complains_goes_on() {
        assertThat(judge(BOUND, keeper())).isEmpty();
    }

    @Test
    void what_speaks_against_the_candidate_weighs_more_than_what_speaks_against_the_place() {
        assertThat(judge(
                        BOUND,
                        keeper("0/1 nodes are available: 1 Insufficient cpu."),
                        new Warning("FailedAttachVolume", "code = DeadlineExceeded"),
                        new Warning("FailedMount", "bad superblock on /dev/loop7")))
                .contains(AttemptReason.FileSystemBroken);
    }

    @Test
    void what_could_not_be_attached_explains_that_it_could_not_be_mounted_whoever_says_so_first() {
        var attach = new Warning("FailedAttachVolume", "code = ResourceExhausted");
        var mount = new Warning("FailedMount", "Unable to attach or mount volumes: volume attachment limit exceeded");
        assertThat(judge(BOUND, keeper(), mount, attach)).contains(AttemptReason.AttachFailed);
        assertThat(judge(BOUND, keeper(), attach, mount)).contains(AttemptReason.AttachFailed);
    }

    @Test
    void the_storage_explains_more_than_the_scheduler() {
        assertThat(judge(
                        UNBOUND,
                        keeper("running PreBind plugin \"VolumeBinding\": provisioning failed for PVC \"hw-1\""),
                        new Warning("ProvisioningFailed", "rpc error: code = ResourceExhausted desc = quota")))
                .contains(AttemptReason.StorageUnavailable);
    }

    @Test
    void only_a_volume_that_exists_can_lie_in_another_zone() {
        var conflict = "0/1 nodes are available: 1 node(s) had volume node affinity conflict.";
        assertThat(judge(BOUND, keeper(conflict))).contains(AttemptReason.WrongZone);
        assertThat(judge(UNBOUND, keeper(conflict))).isEmpty();
    }

    @Test
    void what_was_never_there_is_not_lost() {
        var nothing =
                new AttemptFacts(Optional.empty(), Optional.empty(), Recorded.NOT_YET, Optional.empty(), List.of());
        assertThat(AttemptPolicy.judge(nothing)).isEmpty();

        var taken = new AttemptFacts(
                Optional.of(BOUND), Optional.empty(), Recorded.CLAIM_AND_KEEPER, Optional.empty(), List.of());
        assertThat(AttemptPolicy.judge(taken).map(Trouble::reason)).contains(AttemptReason.KeeperLost);
    }

    @Test
    void a_rejection_counts_for_the_keeper_that_it_names() {
        for (var named : List.of("keeper", "keeper-before")) {
            var facts = new AttemptFacts(
                    Optional.of(BOUND),
                    Optional.of(keeper()),
                    Recorded.CLAIM_AND_KEEPER,
                    Optional.of(new RunStatus.Rejected(named, "RecordMismatch", "Other.", Given.START.toString())),
                    List.of());
            assertThat(AttemptPolicy.judge(facts).isPresent()).isEqualTo(named.equals("keeper"));
        }
    }
}
