package dev.headwater.e2e.arc;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One runner, for one job: its pod has its name, and there may be several of them one after the other. */
@Group("actions.github.com")
@Version("v1alpha1")
@Kind("EphemeralRunner")
@Plural("ephemeralrunners")
public class EphemeralRunner extends CustomResource<EphemeralRunner.Spec, EphemeralRunner.Status>
        implements Namespaced {
    private static final long serialVersionUID = 1L;

    /** The template of its pod. */
    public record Spec(ObjectMeta metadata, PodSpec spec) {}

    /**
     * What controller and listener found out.
     *
     * @param runnerId of the registration, which comes before the pod
     * @param failures when a pod failed that had no job, by its uid
     * @param jobId empty until the listener heard that the runner has a job, and for ever if it did not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Status(
            @Nullable Integer runnerId,
            @Nullable String runnerName,
            @Nullable String phase,
            @Nullable Boolean ready,
            @Nullable Map<String, String> failures,
            @Nullable Long jobRequestId,
            @Nullable String jobId,
            @Nullable String jobRepositoryName,
            @Nullable Long workflowRunId,
            @Nullable String jobWorkflowRef,
            @Nullable String jobDisplayName) {}
}
