package dev.headwater.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.operator.Given;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CondemnationTest {
    @Test
    void what_is_written_is_read_again() {
        var verdict = new Condemnation(RetentionReason.LaneUnused, Given.START, Given.START.plusMillis(5));
        assertThat(Condemnation.parse(verdict.toJson())).contains(verdict);
    }

    /** Whoever writes such a thing condemns nothing: the snapshot is condemned anew if it is to go. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"reason\":\"LaneUnused\"}",
                "{\"reason\":\"Whim\",\"at\":\"2026-11-22T12:00:00Z\",\"goes\":\"2026-11-22T12:00:00Z\"}",
                "{\"reason\":\"LaneUnused\",\"at\":\"now\",\"goes\":\"soon\"}"
            })
    void anything_else_is_no_verdict(String text) {
        assertThat(Condemnation.parse(text)).isEmpty();
    }
}
