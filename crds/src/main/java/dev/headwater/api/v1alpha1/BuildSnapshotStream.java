package dev.headwater.api.v1alpha1;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
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
        "The snapshots of one matrix leg: who may use them (repository), which leg (key), and where they are mounted (path).")
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("BuildSnapshotStream")
@Singular("buildsnapshotstream")
@Plural("buildsnapshotstreams")
@ShortNames("bss")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status", type = STRING)
@AdditionalPrinterColumn(name = "Head", jsonPath = ".status.heads[0].sha", type = STRING)
@AdditionalPrinterColumn(name = "Cut", jsonPath = ".status.heads[0].cutAt", type = DATE)
@AdditionalPrinterColumn(name = "Snapshots", jsonPath = ".status.snapshots", type = INTEGER)
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason", type = STRING)
@AdditionalPrinterColumn(name = "Key", jsonPath = ".spec.key", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
@AdditionalSelectableField(jsonPath = ".spec.key")
@AdditionalSelectableField(jsonPath = ".spec.path")
public class BuildSnapshotStream extends CustomResource<StreamSpec, StreamStatus> implements Namespaced {
    @JsonPropertyDescription("What identifies the stream, and the policy that it follows.")
    @Required
    @Override
    public StreamSpec getSpec() {
        return super.getSpec();
    }

    @JsonPropertyDescription("What the operator last saw of the stream.")
    @Override
    public StreamStatus getStatus() {
        return super.getStatus();
    }
}
