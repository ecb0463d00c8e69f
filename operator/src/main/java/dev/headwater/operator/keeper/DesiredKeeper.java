package dev.headwater.operator.keeper;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.operator.kube.Role;
import dev.headwater.operator.kube.VaultObject;
import dev.headwater.operator.model.StreamIdentity;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** The keeper of a run. */
public final class DesiredKeeper {
    private static final String VOLUME = "volume";
    private static final String CONTROL = "control";
    private static final String TMP = "tmp";

    /** A keeper has nothing to finish: the kernel flushes at unmount, and the job is waiting. */
    private static final long GRACE_SECONDS = 5;

    /** Node conditions and disruptions that concern pods that could run elsewhere; a keeper belongs to this node. */
    private static final List<String> TOLERATED = List.of(
            "node.kubernetes.io/unschedulable",
            "node.kubernetes.io/not-ready",
            "node.kubernetes.io/unreachable",
            "node.kubernetes.io/memory-pressure",
            "node.kubernetes.io/disk-pressure",
            "node.kubernetes.io/pid-pressure",
            "karpenter.sh/disrupted");

    /**
     * Named like the run, beside the job.
     *
     * @param job the asking pod, whose tolerations the keeper needs to run beside it
     * @param attempt how many attempts of the run have failed before
     * @param arguments what the policy tells it
     */
    public static Pod of(
            BuildSnapshotRun run,
            String vault,
            Pod job,
            int attempt,
            KeeperArguments arguments,
            KeeperSettings settings) {
        var stream = StreamIdentity.of(run.getMetadata().getNamespace(), run.getSpec());
        return new PodBuilder()
                .withMetadata(VaultObject.metadata(run, vault, Role.KEEPER, stream.hash()))
                .editMetadata()
                .addToAnnotations(Api.ANNOTATION_ATTEMPT, Integer.toString(attempt))
                .addToAnnotations("karpenter.sh/do-not-disrupt", "true")
                .addToAnnotations("cluster-autoscaler.kubernetes.io/safe-to-evict", "false")
                .endMetadata()
                .withNewSpec()
                .withAffinity(on(run.getSpec().pod().node()))
                .withTolerations(tolerations(job))
                .withPriorityClassName(settings.priorityClass().orElse(null))
                .withImagePullSecrets(settings.pullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withRestartPolicy("Always")
                .withActiveDeadlineSeconds(settings.lifetime().toSeconds())
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withSecurityContext(podSecurity(run.getSpec().requester()))
                .withContainers(keeper(settings, arguments))
                .withVolumes(volumes(run.getMetadata().getName()))
                .endSpec()
                .build();
    }

    private static Container keeper(KeeperSettings settings, KeeperArguments arguments) {
        return new ContainerBuilder()
                .withName("keeper")
                .withImage(settings.image())
                .withImagePullPolicy(settings.pullPolicy())
                .withArgs(arguments.toList())
                .withResources(resources(settings.workMemory()))
                .withVolumeMounts(mount(VOLUME, "/volume"), mount(CONTROL, "/run/headwater"), mount(TMP, "/tmp"))
                .withSecurityContext(containerSecurity())
                .build();
    }

    private static List<Volume> volumes(String claim) {
        return List.of(
                new VolumeBuilder()
                        .withName(VOLUME)
                        .withNewPersistentVolumeClaim(claim, false)
                        .build(),
                new VolumeBuilder()
                        .withName(CONTROL)
                        .withNewCsi()
                        .withDriver(Api.DRIVER)
                        .endCsi()
                        .build(),
                new VolumeBuilder()
                        .withName(TMP)
                        .withNewEmptyDir()
                        .withMedium("Memory")
                        .withSizeLimit(new Quantity("32Mi"))
                        .endEmptyDir()
                        .build());
    }

    private static VolumeMount mount(String volume, String path) {
        return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
    }

    /** By affinity and not by nodeName, so that the scheduler counts volumes and binds the claim. */
    private static Affinity on(String node) {
        return new AffinityBuilder()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addNewMatchField()
                .withKey("metadata.name")
                .withOperator("In")
                .withValues(node)
                .endMatchField()
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build();
    }

    private static List<Toleration> tolerations(Pod job) {
        var all = new ArrayList<Toleration>();
        for (var key : TOLERATED) {
            all.add(new TolerationBuilder().withKey(key).withOperator("Exists").build());
        }
        job.getSpec().getTolerations().stream()
                .filter(toleration -> toleration.getKey() == null || !TOLERATED.contains(toleration.getKey()))
                .forEach(all::add);
        return all;
    }

    private static ResourceRequirements resources(Quantity memoryLimit) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("20m"))
                .addToRequests("memory", new Quantity("64Mi"))
                .addToLimits("memory", memoryLimit)
                .build();
    }

    /** No fsGroup: the kubelet would change the group of every file of a restored volume. */
    private static PodSecurityContext podSecurity(RunSpec.Requester requester) {
        return new PodSecurityContextBuilder()
                .withRunAsUser(requester.uid())
                .withRunAsGroup(requester.gid())
                .withRunAsNonRoot(requester.uid() != 0)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    private static SecurityContext containerSecurity() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .addToDrop("ALL")
                .endCapabilities()
                .build();
    }

    private DesiredKeeper() {}
}
