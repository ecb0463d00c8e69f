package dev.headwater.node.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.control.ControlFileException;
import dev.headwater.control.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CourierTest {
    private final List<String> handed = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Optional<Courier.Answer> answer = Optional.of(Courier.Answer.TAKEN);
    private final Courier courier = new Courier(this::hand, new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    });

    private Courier.Answer hand(String namespace, String run, TokenUse use, Token token) throws IOException {
        handed.add("%s/%s %s %s".formatted(namespace, run, use, new String(token.bytes(), StandardCharsets.US_ASCII)));
        return answer.orElseThrow(() -> new IOException("nobody is there"));
    }

    private static Token token(String text) throws ControlFileException {
        return Token.parse(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_token_is_brought_once() throws Exception {
        courier.keep("hw-1", TokenUse.RESTORE, token("secret"));

        assertThat(courier.holds("hw-1", TokenUse.RESTORE)).isTrue();
        assertThat(courier.holds("hw-1", TokenUse.SAVE)).isFalse();
        assertThat(courier.bring("ci", "hw-1")).isEmpty();
        assertThat(courier.bring("ci", "hw-1")).isEmpty();
        assertThat(courier.bring("ci", "hw-2")).isEmpty();
        assertThat(handed).containsExactly("ci/hw-1 RESTORE secret");
        assertThat(courier.holds("hw-1", TokenUse.RESTORE)).isFalse();
    }

    @Test
    void it_is_brought_again_until_its_time_is_over() throws Exception {
        courier.keep("hw-1", TokenUse.SAVE, token("secret"));
        answer = Optional.empty();
        assertThat(courier.bring("ci", "hw-1")).isPresent();
        answer = Optional.of(Courier.Answer.LATER);
        assertThat(courier.bring("ci", "hw-1")).isPresent();

        now = now.plus(Duration.ofSeconds(10));

        assertThat(courier.bring("ci", "hw-1")).isEmpty();
        assertThat(courier.holds("hw-1", TokenUse.SAVE)).isFalse();
        assertThat(handed).hasSize(3);
    }

    @Test
    void what_is_refused_is_not_brought_again() throws Exception {
        courier.keep("hw-1", TokenUse.SAVE, token("secret"));
        answer = Optional.of(Courier.Answer.REFUSED);

        assertThat(courier.bring("ci", "hw-1")).isEmpty();
        assertThat(courier.holds("hw-1", TokenUse.SAVE)).isFalse();
    }

    @Test
    void a_later_token_takes_the_place_of_an_earlier_one() throws Exception {
        courier.keep("hw-1", TokenUse.RESTORE, token("one"));
        courier.keep("hw-1", TokenUse.SAVE, token("two"));

        assertThat(courier.bring("ci", "hw-1")).isEmpty();
        assertThat(handed).containsExactly("ci/hw-1 SAVE two");
    }
}
