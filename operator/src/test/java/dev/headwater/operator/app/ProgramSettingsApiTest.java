package dev.headwater.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A program that cannot start says why, last and to whoever reads no Java. */
@Tag("api")
@QuarkusMainTest
@TestProfile(ProgramSettingsApiTest.SecretWithoutKeys.class)
class ProgramSettingsApiTest {

    public static final class SecretWithoutKeys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("headwater.trust.github.folder", "/nowhere");
        }
    }

    @Test
    void a_secret_that_will_not_do_ends_the_program_with_a_sentence_and_no_stack_trace(QuarkusMainLauncher program) {
        var ended = program.launch();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.getErrorOutput())
                .contains("The Secret of trust.github has to have either github_token, or ", "; it has neither.");
        assertThat(ended.getOutput() + ended.getErrorOutput()).doesNotContain("\tat ");
    }
}
