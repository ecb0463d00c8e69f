package dev.headwater.chart;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.AttemptReason;
import dev.headwater.api.v1alpha1.CaptureReason;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.api.v1alpha1.EndReason;
import dev.headwater.api.v1alpha1.ProofReason;
import dev.headwater.api.v1alpha1.RefusalReason;
import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.api.v1alpha1.StreamReason;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reference pages made of the CRDs and of the API's constants. */
final class ApiPages {
    static String api(Stream<CustomResourceDefinition> crds) {
        return crds.map(ApiPages::kind).collect(Collectors.joining("\n"));
    }

    static String reasons() {
        return "## Of a restore\n\nIn `status.restore.reason` of a run, in its events, and in the job's result. What the node plugin refuses before there is a run (`BadRequest`, `AlreadyAttached`, `NoPropagation`, and `TooManyVolumes` of a slot) is in the result, in an event of the pod, and in the plugin's log.\n\n"
                + constants("reason", RestoreReason.class)
                + "\n## Of a failed attempt at a volume\n\nIn `status.attempts` of a run.\n\n"
                + constants("reason", AttemptReason.class)
                + "\n## Of a refusal\n\nWhy a snapshot was passed over: in `status.restore.refused` of a run, and in an explanation.\n\n"
                + constants("reason", RefusalReason.class)
                + "\n## Of a save\n\nIn `status.save.reason` of a run, in its condition `Captured` until the snapshot is cut, in its events, and in the job's result.\n\n"
                + constants("reason", SaveReason.class)
                + "\n## Of a proof\n\nIn `status.proofs` of a run, and in its events where the job is not proven by it.\n\n"
                + constants("reason", ProofReason.class)
                + "\n## Of an end\n\nIn the condition `Ended` of a run whose volume went with the job's pod, and in its events.\n\n"
                + constants("reason", EndReason.class)
                + "\n## Of a snapshot\n\nIn the condition `Captured` of a run, beside the reasons of a save that failed.\n\n"
                + constants("reason", CaptureReason.class)
                + "\n## Of a deletion\n\nWhy a snapshot is deleted: in `status.condemned` of a stream, in events, and in the VolumeSnapshot's annotation `headwater.dev/condemned`.\n\n"
                + constants("reason", RetentionReason.class)
                + "\n## Of a stream\n\nIn the conditions of a stream.\n\n"
                + constants("reason", StreamReason.class)
                + "\n## Conditions\n\n" + constants("type", ConditionType.class);
    }

    static String labels() {
        return "## Labels\n\n" + constants("label", "LABEL_") + "\n## Annotations\n\n"
                + constants("annotation", "ANNOTATION_");
    }

    private static String constants(String head, Class<? extends Enum<?>> type) {
        return Markdown.table(
                List.of(head, "meaning"),
                Javadoc.ofConstants(type).entrySet().stream()
                        .map(constant -> List.of(Markdown.code(constant.getKey()), constant.getValue()))
                        .toList());
    }

    private static String constants(String head, String prefix) {
        return Markdown.table(
                List.of(head, "meaning"),
                Javadoc.ofConstants(Api.class).entrySet().stream()
                        .filter(constant -> constant.getKey().startsWith(prefix))
                        .map(constant -> List.of(Markdown.code(valueOf(constant.getKey())), constant.getValue()))
                        .toList());
    }

    private static String valueOf(String constant) {
        try {
            return String.valueOf(Api.class.getField(constant).get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kind(CustomResourceDefinition crd) {
        var names = crd.getSpec().getNames();
        var version = crd.getSpec().getVersions().getFirst();
        var schema = version.getSchema().getOpenAPIV3Schema();
        var fields = schema.getProperties().entrySet().stream()
                .flatMap(field -> rows(schema, "", field))
                .toList();
        return "## " + names.getKind() + "\n\n" + schema.getDescription() + "\n\n`kubectl get "
                + String.join(",", names.getShortNames()) + "` shows " + columns(version) + ".\n\n"
                + Markdown.table(List.of("field", "type", "what it is", "rules"), fields);
    }

    private static String columns(CustomResourceDefinitionVersion version) {
        return version.getAdditionalPrinterColumns().stream()
                .filter(column -> Objects.requireNonNullElse(column.getPriority(), 0) == 0)
                .map(CustomResourceColumnDefinition::getName)
                .collect(Collectors.joining(", "));
    }

    private static Stream<List<String>> rows(
            JSONSchemaProps parent, String prefix, Map.Entry<String, JSONSchemaProps> field) {
        var schema = field.getValue();
        var isList = schema.getItems() != null;
        var path = prefix + field.getKey() + (isList ? "[]" : "");
        var row = List.of(
                Markdown.code(path), type(schema), schema.getDescription(), rules(parent, field.getKey(), schema));
        var holder = isList ? schema.getItems().getSchema() : schema;
        return Stream.concat(
                Stream.of(row),
                holder.getProperties().entrySet().stream().flatMap(child -> rows(holder, path + ".", child)));
    }

    private static String type(JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
            return "quantity";
        }
        return schema.getFormat() == null ? schema.getType() : schema.getType() + " (" + schema.getFormat() + ")";
    }

    private static String rules(JSONSchemaProps parent, String name, JSONSchemaProps schema) {
        return Stream.of(
                        parent.getRequired().contains(name) ? Stream.of("required") : Stream.<String>empty(),
                        Stream.ofNullable(schema.getDefault())
                                .map(value -> "default " + Markdown.code(value.toString())),
                        Stream.ofNullable(schema.getMinLength())
                                .map(length -> length == 1 ? "not empty" : "at least " + length + " characters"),
                        Stream.ofNullable(schema.getMaxLength()).map(length -> "at most " + length + " characters"),
                        Stream.ofNullable(schema.getMaxItems()).map(items -> "at most " + items + " items"),
                        Stream.ofNullable(schema.getMinimum()).map(minimum -> "at least " + minimum.longValue()),
                        Stream.ofNullable(schema.getPattern()).map(Markdown::code),
                        schema.getEnum().stream().map(value -> Markdown.code(value.asText())),
                        schema.getXKubernetesValidations().stream().map(ValidationRule::getMessage))
                .flatMap(rules -> rules)
                .collect(Collectors.joining("; "));
    }

    private ApiPages() {}
}
