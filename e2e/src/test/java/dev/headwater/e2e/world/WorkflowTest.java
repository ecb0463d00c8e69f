package dev.headwater.e2e.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.e2e.world.Workflow.Leg;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkflowTest {
    private static final WorkflowRun PUSH = WorkflowRun.push("http://git", "acme/shop", "a".repeat(40), 7);

    @Test
    void the_demos_workflow_has_the_legs_that_it_has_streams_for() throws IOException {
        var keys = Arrays.stream(demo("stream.yaml").split("\n---\n"))
                .filter(document -> document.contains("kind: BuildSnapshotStream"))
                .map(document -> Serialization.unmarshal(document, BuildSnapshotStream.class)
                        .getSpec()
                        .key());
        assertThat(new Workflow(demo("workflow.yml")).legs())
                .extracting(leg -> "cargo-function-" + leg.name() + "-release-amd64")
                .hasSize(2)
                .containsExactlyElementsOf(keys.toList());
    }

    @Test
    void a_leg_is_chosen_as_act_prints_it() throws IOException {
        var leg = new Leg("function", Map.of("name", "a", "binary", "crate_a"));
        assertThat(new Workflow(demo("workflow.yml")).script(leg, PUSH))
                .contains("--matrix 'function:map[binary:crate_a name:a]'")
                .contains("exec act push ")
                .contains("--env 'GITHUB_RUN_ID=7'")
                .contains("\"ref\": \"refs/heads/main\"");
    }

    @Test
    void a_pull_request_says_what_it_wants_to_be_merged_into() throws IOException {
        var pull = PUSH.at("refs/pull/7/merge", "b".repeat(40)).pullRequestInto("main");
        assertThat(new Workflow(demo("workflow.yml")).script(new Leg("function", Map.of()), pull))
                .contains("exec act pull_request ")
                .contains("\"base\": {\"ref\": \"main\"}")
                .contains("--env SHA_REF=" + "b".repeat(40));
    }

    private static String demo(String file) throws IOException {
        return Files.readString(Path.of("demo").resolve(file));
    }
}
