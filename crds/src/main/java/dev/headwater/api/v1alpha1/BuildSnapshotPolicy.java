package dev.headwater.api.v1alpha1;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

@JsonClassDescription("How the streams that name it restore and store: the object that GitOps manages.")
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("BuildSnapshotPolicy")
@Singular("buildsnapshotpolicy")
@Plural("buildsnapshotpolicies")
@ShortNames("bsp")
@AdditionalPrinterColumn(name = "Size", jsonPath = ".spec.volume.size", type = STRING)
@AdditionalPrinterColumn(name = "StorageClass", jsonPath = ".spec.volume.storageClassName", type = STRING)
@AdditionalPrinterColumn(name = "SnapshotClass", jsonPath = ".spec.volume.volumeSnapshotClassName", type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
public class BuildSnapshotPolicy extends CustomResource<PolicySpec, Void> implements Namespaced {
    @JsonPropertyDescription("The settings; each absent part means its default.")
    @Required
    @Override
    public PolicySpec getSpec() {
        return super.getSpec();
    }
}
