package dev.headwater.operator.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.TokenUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresentedTest {
    @Test
    void a_token_is_handed_over_for_one_use_of_one_run() {
        assertThat(Presented.parse("{\"namespace\":\"ci\",\"run\":\"hw-1\",\"use\":\"save\",\"token\":\"t\"}"))
                .contains(new Presented("ci", "hw-1", TokenUse.SAVE, "t"));
    }

    @Test
    void the_token_is_not_printed() {
        assertThat(new Presented("ci", "hw-1", TokenUse.RESTORE, "secret")).hasToString("restore token of ci/hw-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{\"namespace\":\"ci\",\"run\":\"hw-1\",\"use\":\"save\"}",
                "{\"namespace\":\"ci\",\"run\":\"hw-1\",\"use\":\"SAVE\",\"token\":\"t\"}",
                "{\"namespace\":\"ci\",\"run\":\"../secrets/x\",\"use\":\"save\",\"token\":\"t\"}",
                "{\"namespace\":\"ci/x\",\"run\":\"hw-1\",\"use\":\"save\",\"token\":\"t\"}",
                "{\"namespace\":\"ci\",\"run\":[\"hw-1\"],\"use\":\"save\",\"token\":\"t\"}"
            })
    void anything_else_is_not_understood(String body) {
        assertThat(Presented.parse(body)).isEmpty();
    }
}
