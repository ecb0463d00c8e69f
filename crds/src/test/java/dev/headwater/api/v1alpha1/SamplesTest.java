package dev.headwater.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void every_rule_has_a_sentence_and_a_bad_example() {
        var refusals =
                Sample.in("invalid").stream().map(sample -> sample.expected().orElseThrow());

        assertThat(schemas()
                        .flatMap(SamplesTest::withChildren)
                        .flatMap(schema -> schema.getXKubernetesValidations().stream()))
                .extracting(ValidationRule::getMessage)
                .isNotEmpty()
                .isSubsetOf(refusals.toList());
    }

    @Test
    void every_field_explains_itself() {
        assertThat(schemas()
                        .flatMap(schema -> schema.getProperties().values().stream())
                        .flatMap(SamplesTest::withChildren))
                .filteredOn(schema -> schema.getDescription() == null)
                .isEmpty();
    }

    private static Stream<JSONSchemaProps> schemas() {
        return CustomResourceDefinitions.files().values().stream()
                .map(yaml -> Serialization.unmarshal(yaml, CustomResourceDefinition.class))
                .map(crd -> crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema());
    }

    private static Stream<JSONSchemaProps> withChildren(JSONSchemaProps schema) {
        var children = schema.getItems() == null
                ? schema.getProperties().values().stream()
                : schema.getItems().getSchema().getProperties().values().stream();
        return Stream.concat(Stream.of(schema), children.flatMap(SamplesTest::withChildren));
    }
}
