package dev.headwater.api.v1alpha1;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

@JsonClassDescription(
        "One job's use of a stream: what it asked for, what it got, and what became of it. Written by Headwater alone.")
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("BuildSnapshotRun")
@Singular("buildsnapshotrun")
@Plural("buildsnapshotruns")
@ShortNames("bsr")
@AdditionalPrinterColumn(name = "Stream", jsonPath = ".status.stream", type = STRING)
@AdditionalPrinterColumn(name = "Lane", jsonPath = ".status.lane", type = STRING)
@AdditionalPrinterColumn(name = "Sha", jsonPath = ".spec.job.sha", type = STRING)
@AdditionalPrinterColumn(name = "From", jsonPath = ".status.restore.from", type = STRING)
@AdditionalPrinterColumn(name = "Saved", jsonPath = ".status.save.reason", type = STRING)
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.conditions[?(@.type==\"Complete\")].reason", type = STRING)
@AdditionalPrinterColumn(name = "Pod", jsonPath = ".spec.pod.name", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
@AdditionalSelectableField(jsonPath = ".spec.pod.node")
@AdditionalSelectableField(jsonPath = ".status.restore.snapshot")
public class BuildSnapshotRun extends CustomResource<RunSpec, RunStatus> implements Namespaced {
    @JsonPropertyDescription("The request of the job and, later, its end. Written by the node plugin.")
    @Required
    @Override
    public RunSpec getSpec() {
        return super.getSpec();
    }

    @JsonPropertyDescription("The journal of the run: facts, each written once.")
    @Override
    public RunStatus getStatus() {
        return super.getStatus();
    }
}
