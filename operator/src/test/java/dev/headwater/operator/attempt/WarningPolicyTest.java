package dev.headwater.operator.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.AttemptReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as provisioner, attacher, scheduler and kubelet of Kubernetes 1.36 word them, with the errors of drivers in them. */
class WarningPolicyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SnapshotGone | error getting handle for DataSource Type VolumeSnapshot by Name hw-1: error getting snapshot hw-1 from api server: volumesnapshots.snapshot.storage.k8s.io "hw-1" not found
            SnapshotGone | error getting handle for DataSource Type VolumeSnapshot by Name hw-1: snapshot hw-1 is currently being deleted
            SnapshotGone | error getting handle for DataSource Type VolumeSnapshot by Name hw-1: snapshot hw-1 is not Ready
            SnapshotGone | error getting handle for DataSource Type VolumeSnapshot by Name hw-1: snapshot hw-1 not bound
            SnapshotRefused | failed to provision volume with StorageClass "gp3": rpc error: code = Internal desc = Could not create volume "pvc-1": could not create volume in EC2: operation error EC2: CreateVolume, https response error StatusCode: 400, RequestID: 1, api error InvalidSnapshot.NotFound: The snapshot 'snap-0' does not exist.
            SnapshotRefused | failed to provision volume with StorageClass "block": rpc error: code = NotFound desc = There is no snapshot snap-7.
            SnapshotRefused | failed to provision volume with StorageClass "block": rpc error: code = Internal desc = IncorrectState: snap-7 is pending; wait until it is completed.
            SnapshotRefused | failed to provision volume with StorageClass "block": rpc error: code = OutOfRange desc = The source has 2147483648 bytes, more than the 1073741824 asked for.
            SnapshotRefused | failed to provision volume with StorageClass "gp3": error getting handle: requested volume size 1073741824 is less than the size 2147483648 for the source snapshot hw-1
            SnapshotRefused | failed to provision volume with StorageClass "block": rpc error: code = DataLoss desc = Fault on command: CreateVolume fail DATA_LOSS
            StorageUnavailable | failed to provision volume with StorageClass "gp3": rpc error: code = ResourceExhausted desc = Could not create volume "pvc-1": VolumeLimitExceeded: You have exceeded your maximum gp3 storage limit of 50 TiB in this region.
            StorageUnavailable | failed to provision volume with StorageClass "gp3": rpc error: code = Internal desc = Could not create volume "pvc-1": could not create volume in EC2: operation error EC2: CreateVolume, failed to get rate limit token, retry quota exceeded, 2 available, 5 requested
            StorageUnavailable | failed to provision volume with StorageClass "gp3": rpc error: code = Internal desc = Could not create volume "pvc-1": api error RequestLimitExceeded: Request limit exceeded.
            StorageUnavailable | failed to provision volume with StorageClass "gp3": rpc error: code = Internal desc = Could not create volume "pvc-1": api error SnapshotCreationPerVolumeRateExceeded: the snapshot 'snap-0' does not exist or Throttling
            StorageUnavailable | failed to provision volume with StorageClass "block": rpc error: code = DeadlineExceeded desc = context deadline exceeded
            StorageUnavailable | failed to provision volume with StorageClass "block": rpc error: code = Unavailable desc = error reading from server: EOF
            StorageUnavailable | failed to provision volume with StorageClass "block": rpc error: code = Aborted desc = An operation with the given volume pvc-1 is already in progress
            StorageUnavailable | storageclass.storage.k8s.io "gone" not found
            """)
    void what_the_provisioner_says(AttemptReason meaning, String message) {
        assertThat(WarningPolicy.meaning(new Warning("ProvisioningFailed", message)))
                .contains(meaning);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            failed to provision volume with StorageClass "block": rpc error: code = Internal desc = the disk is on fire
            error getting handle for DataSource Type VolumeSnapshot by Name hw-1: error getting snapshot hw-1 from api server: etcdserver: request timed out
            """)
    void what_may_mean_anything_means_nothing_yet(String message) {
        assertThat(WarningPolicy.meaning(new Warning("ProvisioningFailed", message)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = ResourceExhausted desc = AttachmentLimitExceeded: node-1 holds 25 volumes.
            AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = Internal desc = Could not attach volume "vol-0" to node "i-0": api error AttachmentLimitExceeded: Volume limit exceeded
            AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = DeadlineExceeded desc = context deadline exceeded
            Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node and can't be attached to another
            AttachVolume.Attach failed for volume "pvc-1" : timed out waiting for external-attacher of csi.example.org CSI driver to attach volume vol-0
            """)
    void what_the_attacher_says_is_about_the_place(String message) {
        assertThat(WarningPolicy.meaning(new Warning("FailedAttachVolume", message)))
                .contains(AttemptReason.AttachFailed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            FileSystemBroken | MountVolume.MountDevice failed for volume "pvc-1" : rpc error: code = Internal desc = could not format "/dev/nvme1n1" and mount it at "/g": mount failed: exit status 32 Mounting arguments: -t ext4 -o defaults /dev/nvme1n1 /g Output: mount: /g: wrong fs type, bad option, bad superblock on /dev/nvme1n1, missing codepage or helper program, or other error.
            FileSystemBroken | MountVolume.MountDevice failed for volume "pvc-1" : rpc error: code = Internal desc = mount failed: exit status 32 Output: mount: /g: mount(2) system call failed: Structure needs cleaning.
            FileSystemBroken | MountVolume.MountDevice failed for volume "pvc-1" : rpc error: code = Internal desc = 'fsck' found errors on device /dev/nvme1n1 but could not correct them: /dev/nvme1n1: UNEXPECTED INCONSISTENCY; RUN fsck MANUALLY.
            FileSystemBroken | MountVolume.MountDevice failed for volume "pvc-1" : rpc error: code = Internal desc = mount: /g: can't read superblock on /dev/nvme1n1.
            MountUnavailable | MountVolume.MountDevice failed for volume "pvc-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name csi.example.org not found in the list of registered CSI drivers
            MountUnavailable | MountVolume.MountDevice failed for volume "pvc-1" : rpc error: code = DeadlineExceeded desc = context deadline exceeded
            MountUnavailable | MountVolume.SetUp failed for volume "control" : kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name headwater.dev not found in the list of registered CSI drivers
            MountUnavailable | Unable to attach or mount volumes: unmounted volumes=[volume], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition
            """)
    void what_the_kubelet_says_of_a_mount(AttemptReason meaning, String message) {
        assertThat(WarningPolicy.meaning(new Warning("FailedMount", message))).contains(meaning);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Unschedulable | 0/1 nodes are available: 1 node(s) exceed max volume count. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.
            Unschedulable | 0/3 nodes are available: 1 Insufficient cpu, 1 Too many pods, 2 node(s) didn't match Pod's node affinity/selector.
            Unschedulable | running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded
            WrongZone | 0/1 nodes are available: 1 node(s) had volume node affinity conflict. no new claims to deallocate
            WrongZone | 0/2 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) didn't match Pod's node affinity/selector.
            WrongZone | running PreBind plugin "VolumeBinding": binding volumes: pv "pvc-1" node affinity doesn't match node "node-1": no matching NodeSelectorTerms
            """)
    void what_the_scheduler_says(AttemptReason meaning, String message) {
        assertThat(WarningPolicy.meaning(new Warning("FailedScheduling", message)))
                .contains(meaning);
    }
}
