package dev.headwater.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private static final Known KNOWN = new Known(
            Map.of("Policy", Set.of("save", "volume"), "Stream", Set.of("key", "path")), Set.of("injection", "image"));

    private static Placed place(String yaml) {
        return PlacementPolicy.place(new Block("page.md", 1, "yaml", yaml).documents(), KNOWN);
    }

    @Test
    void blocks_are_found_by_their_fences_also_in_lists_and_within_longer_fences() {
        var page = """
                text
                ```yaml
                a: 1
                ```
                * a point

                  ~~~yml
                  b:
                    c: 2
                  ~~~

                ````
                ```yaml
                ```
                ````
                """.lines().toList();

        assertThat(Pages.blocks("page.md", page))
                .containsExactly(
                        new Block("page.md", 2, "yaml", "a: 1\n"),
                        new Block("page.md", 7, "yml", "b:\n  c: 2\n"),
                        new Block("page.md", 12, "", "```yaml\n```\n"));
        assertThatThrownBy(() -> Pages.blocks("page.md", List.of("```yaml", "a: 1")))
                .hasMessageContaining("page.md is not closed");
    }

    @Test
    void objects_are_taken_as_they_are() {
        assertThat(place("apiVersion: v1\nkind: Pod\n---\napiVersion: v1\nkind: Secret\n"))
                .isInstanceOfSatisfying(
                        Placed.Objects.class,
                        placed -> assertThat(placed.objects()).hasSize(2));
    }

    @Test
    void parts_of_an_object_are_completed() {
        assertThat(place("env: [{name: A, value: b}]\nvolumes: [{name: v, emptyDir: {}}]"))
                .isInstanceOfSatisfying(Placed.Objects.class, placed -> {
                    var pod = placed.objects().getFirst();
                    assertThat(pod.at("/spec/containers/0/env/0/name").asText()).isEqualTo("A");
                    assertThat(pod.at("/spec/volumes/0/name").asText()).isEqualTo("v");
                });
        assertThat(place("metadata: {labels: {a: b}}"))
                .isInstanceOfSatisfying(
                        Placed.Objects.class,
                        placed -> assertThat(placed.objects()
                                        .getFirst()
                                        .at("/metadata/labels/a")
                                        .asText())
                                .isEqualTo("b"));
        assertThat(place("spec: {save: {}}"))
                .isInstanceOfSatisfying(
                        Placed.Objects.class,
                        placed -> assertThat(
                                        placed.objects().getFirst().path("kind").asText())
                                .isEqualTo("Policy"));
    }

    @Test
    void steps_and_jobs_are_parts_of_a_workflow() {
        for (var yaml : List.of("- run: a\n- uses: b", "steps: [{run: a}]", "jobs: {job: {steps: [{run: a}]}}")) {
            assertThat(place(yaml)).isInstanceOfSatisfying(Placed.Workflow.class, placed -> {
                assertThat(placed.workflow().path("on").asText()).isEqualTo("push");
                assertThat(placed.workflow().at("/jobs/job/steps/0/run").asText())
                        .isEqualTo("a");
            });
        }
    }

    @Test
    void values_are_known_by_their_names() {
        assertThat(place("injection: {enabled: true}")).isInstanceOf(Placed.ChartValues.class);
        assertThat(place("template: {spec: {containers: [{name: runner}]}}")).isInstanceOf(Placed.RunnerValues.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "injektion: {enabled: true}",
                "spec: {saves: {}}",
                "spec: {}",
                "template: {}",
                "a: 1\n---\napiVersion: v1\nkind: Pod\n",
                "- a\n- b",
                "just words",
                ""
            })
    void what_nobody_reads_is_placed_nowhere(String yaml) {
        assertThat(place(yaml)).isInstanceOf(Placed.Nowhere.class);
    }

    @Test
    void a_step_is_measured_by_the_manifest_of_its_action() {
        var workflow = ((Placed.Workflow) place("""
                - uses: headwater-dev/headwater/actions/save@v1
                  id: save
                  with: {pfad: /mnt/a}
                - run: echo ${{ steps.save.outputs.saved }} ${{ steps.save.outputs.stored }} ${{ steps.other.outputs.any }}
                """)).workflow();

        assertThat(Actions.misuses(workflow))
                .containsExactly(
                        "headwater-dev/headwater/actions/save@v1 has no input pfad",
                        "headwater-dev/headwater/actions/save@v1 needs path",
                        "step save has no output stored");
    }
}
