package dev.headwater.e2e.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrateGraphTest {
    private static final String METADATA = """
            {"resolve": {"nodes": [
              {"id": "path+file:///w/functions/app#0.1.0", "deps": [
                {"pkg": "path+file:///w/crates/price#pricing@0.1.0", "dep_kinds": [{"kind": null}]},
                {"pkg": "path+file:///w/crates/only-tests#0.1.0", "dep_kinds": [{"kind": "dev"}]}]},
              {"id": "path+file:///w/crates/price#pricing@0.1.0", "deps": [
                {"pkg": "registry+https://example.com/index#serde@1.0.228", "dep_kinds": [{"kind": null}]},
                {"pkg": "path+file:///w/crates/tables#0.1.0", "dep_kinds": [{"kind": "build"}]}]},
              {"id": "path+file:///w/crates/tables#0.1.0", "deps": []},
              {"id": "path+file:///w/crates/only-tests#0.1.0", "deps": []},
              {"id": "registry+https://example.com/index#serde@1.0.228", "deps": []}
            ]}}""";

    private final CrateGraph crates = CrateGraph.parse(METADATA);

    @Test
    void a_change_affects_the_crate_and_everything_above_it() {
        assertThat(crates.affectedBy("serde")).containsExactly("app", "pricing", "serde");
        assertThat(crates.affectedBy("app")).containsExactly("app");
    }

    @Test
    void dependencies_of_build_scripts_count() {
        assertThat(crates.affectedBy("tables")).containsExactly("app", "pricing", "tables");
    }

    @Test
    void dependencies_of_tests_do_not_count() {
        assertThat(crates.affectedBy("only-tests")).containsExactly("only-tests");
    }

    @Test
    void package_ids_name_their_crate() {
        assertThat(CrateGraph.nameOf("registry+https://example.com/index#serde@1.0.228"))
                .isEqualTo("serde");
        assertThat(CrateGraph.nameOf("path+file:///w/crates/money#0.1.0")).isEqualTo("money");
        assertThat(CrateGraph.nameOf("path+file:///w/dir#money@0.1.0")).isEqualTo("money");
    }
}
