package dev.headwater.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.crdv2.generator.ResolvingContext;
import io.fabric8.crdv2.generator.v1.CustomResourceHandler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The CRDs as they lie in the chart, made from the API's classes. */
final class CustomResourceDefinitions {
    private static final List<Class<? extends HasMetadata>> KINDS =
            List.of(BuildSnapshotPolicy.class, BuildSnapshotRun.class, BuildSnapshotStream.class);

    private static final String HEADER = "# Made from module crds; its test says how to renew it.\n";

    private static final Map<String, String> FILES = make();

    /** File name to content. */
    static Map<String, String> files() {
        return FILES;
    }

    private static Map<String, String> make() {
        var files = new HashMap<String, String>();
        for (var kind : KINDS) {
            files.put(HasMetadata.getPlural(kind) + ".yaml", HEADER + yaml(of(kind)));
        }
        return Map.copyOf(files);
    }

    private static CustomResourceDefinition of(Class<? extends HasMetadata> kind) {
        var info = CustomResourceInfo.fromClass(kind);
        var handler = new CustomResourceHandler();
        handler.handle(info, ResolvingContext.defaultResolvingContext(false));
        var crd = (CustomResourceDefinition)
                handler.finish().findFirst().orElseThrow().getKey();
        crd.getMetadata().getAnnotations().put("helm.sh/resource-policy", "keep");
        var version = crd.getSpec().getVersions().getFirst();
        version.getAdditionalPrinterColumns().sort(asAnnotated(kind));
        var schema = version.getSchema().getOpenAPIV3Schema();
        SchemaRefinement.refineKind(schema, kind, info);
        return crd;
    }

    /** The generator sorts columns by JSON path; {@code kubectl get} shows them in the order of the CRD. */
    private static Comparator<CustomResourceColumnDefinition> asAnnotated(Class<?> kind) {
        var names = Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        return Comparator.comparingInt(column -> names.indexOf(column.getName()));
    }

    private static String yaml(CustomResourceDefinition crd) {
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(140)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .build();
        return new Dump(settings).dumpToString(Serialization.unmarshal(Serialization.asJson(crd), TreeMap.class));
    }

    private CustomResourceDefinitions() {}
}
