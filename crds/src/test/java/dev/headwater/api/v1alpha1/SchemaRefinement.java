package dev.headwater.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the generator leaves out of a schema: formats of numbers and times, the descriptions of kinds and conditions, and that conditions
 * are a map. And what it has too much of: the rules of a record's component, found on its field and again on its accessor, and the
 * status of a kind that has none.
 */
final class SchemaRefinement {
    private static final Map<String, String> CONDITION = Map.of(
            "type", "What it is about.",
            "status", "True, False or Unknown.",
            "reason", "One word for programs.",
            "message", "A sentence for people.",
            "lastTransitionTime", "When the status last changed.",
            "observedGeneration", "The generation of the object that it speaks of.");

    static void refineKind(JSONSchemaProps schema, Class<?> kind, CustomResourceInfo info) {
        schema.setDescription(kind.getAnnotation(JsonClassDescription.class).value());
        info.specClassName().ifPresent(name -> refineProperty(schema, "spec", name));
        info.statusClassName()
                .ifPresentOrElse(
                        name -> refineProperty(schema, "status", name),
                        () -> schema.getProperties().remove("status"));
    }

    private static void refineProperty(JSONSchemaProps schema, String property, String className) {
        try {
            refine(property(schema, property), Class.forName(className));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refine(JSONSchemaProps schema, Class<?> type) {
        schema.setXKubernetesValidations(List.copyOf(new LinkedHashSet<>(schema.getXKubernetesValidations())));
        if (type == Long.class) {
            schema.setFormat("int64");
        } else if (type == Integer.class) {
            schema.setFormat("int32");
        } else if (type.isRecord()) {
            for (var component : type.getRecordComponents()) {
                refine(property(schema, name(component)), component);
            }
        }
    }

    /** A record has no component of the name {@code wait}. */
    private static String name(RecordComponent component) {
        return Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class))
                .map(JsonProperty::value)
                .orElse(component.getName());
    }

    private static void refine(JSONSchemaProps schema, RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType list) {
            var element = (Class<?>) list.getActualTypeArguments()[0];
            if (element == Condition.class) {
                refineConditions(schema);
            } else {
                refine(schema.getItems().getSchema(), element);
            }
        } else if (isTime(component)) {
            schema.setFormat("date-time");
        }
        refine(schema, component.getType());
    }

    /** Times are strings in Java, as they are in JSON; they are told by their names. */
    private static boolean isTime(RecordComponent component) {
        return component.getType() == String.class && component.getName().matches("at|deadline|notBefore|.*At");
    }

    /** A map, so that two writers can each own their own conditions (server-side apply). */
    private static void refineConditions(JSONSchemaProps conditions) {
        conditions.setXKubernetesListType("map");
        conditions.setXKubernetesListMapKeys(List.of("type"));
        var condition = conditions.getItems().getSchema();
        condition.setDescription("One thing that is so, or not.");
        condition.setRequired(List.of("lastTransitionTime", "reason", "status", "type"));
        condition
                .getProperties()
                .forEach((name, field) -> field.setDescription(Objects.requireNonNull(CONDITION.get(name))));
        property(condition, "lastTransitionTime").setFormat("date-time");
        property(condition, "observedGeneration").setFormat("int64");
    }

    private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
        return Objects.requireNonNull(schema.getProperties().get(name), name);
    }

    private SchemaRefinement() {}
}
