package dev.headwater.e2e.world;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/** The pod of a CI job, with exactly what the template of a runner scale set would have to say about Headwater: a slot at /mnt. */
public final class DesiredJobPod {
    /** Name of the slot's volume and of its label value. */
    public static final String SLOT = "headwater";

    public static final String CONTAINER = "runner";
    static final Map<String, String> LABELS = Map.of("app", "job");
    private static final String MOUNT = "/mnt";
    private static final long USER = 1001;

    private DesiredJobPod() {}

    /** A pod that runs a shell script as uid 1001 and ends with its exit code. */
    public static Pod of(String namespace, String name, String script, Map<String, String> environment) {
        // @formatter:off
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withTerminationGracePeriodSeconds(10L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName(CONTAINER)
                .withImage("headwater-test/job:dev")
                .withImagePullPolicy("Never")
                .withCommand("sh", "-c", script)
                .withEnv(variables(environment))
                .withNewResources()
                .addToRequests("cpu", new Quantity("100m"))
                .addToRequests("memory", new Quantity("256Mi"))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName(SLOT)
                .withMountPath(MOUNT)
                .withMountPropagation("HostToContainer")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName(SLOT)
                .withNewCsi()
                .withDriver("headwater.dev")
                .endCsi()
                .endVolume()
                .endSpec()
                .build();
        // @formatter:on
    }

    /** The same with requests so small that fifty of them fit on the machine. */
    public static Pod light(String namespace, String name, String script, Map<String, String> environment) {
        var pod = of(namespace, name, script, environment);
        pod.getSpec()
                .getContainers()
                .getFirst()
                .getResources()
                .setRequests(Map.of("cpu", new Quantity("5m"), "memory", new Quantity("16Mi")));
        return pod;
    }

    private static List<EnvVar> variables(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(variable -> new EnvVarBuilder()
                        .withName(variable.getKey())
                        .withValue(variable.getValue())
                        .build())
                .toList();
    }
}
