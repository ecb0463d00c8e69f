package dev.headwater.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {
    private static final Lineage LINEAGE = Given.lineage(new Lane.Branch("main"), 7);

    @Test
    void a_record_is_read_back_as_it_was_written() {
        assertThat(Lineage.parse(LINEAGE.toJson())).contains(LINEAGE);
    }

    @Test
    void its_form_is_the_one_that_older_snapshots_carry() {
        assertThat(LINEAGE.toJson())
                .isEqualTo(
                        "{\"namespace\":\"ci\",\"repository\":\"acme/lambdas\",\"key\":\"cargo-function-a\",\"path\":\"/mnt/cargo\",\"version\":\"\",\"platform\":\"linux/amd64\",\"lane\":\"branch:main\",\"sha\":\"0123456789abcdef0123456789abcdef01234567\",\"ref\":\"refs/heads/main\",\"runId\":7,\"runAttempt\":1,\"runUid\":\"uid-7\",\"trust\":\"Latched\"}");
    }

    @Test
    void a_later_version_may_know_more() {
        assertThat(Lineage.parse(LINEAGE.toJson().replace("{", "{\"weather\":\"fair\",")))
                .contains(LINEAGE);
    }

    @Test
    void what_does_not_say_how_well_it_is_known_is_only_claimed() {
        var silent = LINEAGE.toJson().replace(",\"trust\":\"Latched\"", "");
        assertThat(Lineage.parse(silent).orElseThrow().trust()).isEqualTo(TrustLevel.Claimed);
    }

    @Test
    void a_level_that_nobody_knows_makes_the_record_unreadable() {
        assertThat(Lineage.parse(LINEAGE.toJson().replace("Latched", "Divine"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "namespace",
                "repository",
                "key",
                "path",
                "version",
                "platform",
                "lane",
                "sha",
                "ref",
                "runId",
                "runAttempt",
                "runUid"
            })
    void without_one_of_its_fields_it_is_no_record(String field) {
        assertThat(Lineage.parse(LINEAGE.toJson().replace("\"" + field + "\"", "\"x-" + field + "\"")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "\"x\"", "{\"lane\":\"tag:v1\"}"})
    void other_text_is_no_record(String text) {
        assertThat(Lineage.parse(text)).isEmpty();
    }
}
