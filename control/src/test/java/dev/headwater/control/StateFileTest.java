package dev.headwater.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.SaveTerms.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StateFileTest {

    private static StateFile parse(String text) {
        return StateFile.parse(text.getBytes(StandardCharsets.UTF_8), "cargo", Set.of("cargo", "gradle.home"));
    }

    @Test
    void theLastWordWins() {
        var state = parse("save=false\nreason=docs only\n\nsave=true\r\nsave = auto");

        assertThat(state.save()).contains(Standing.AUTO);
        assertThat(state.reason()).contains("docs only");
        assertThat(state.ignored()).isEmpty();
    }

    @Test
    void aWordForOneVolumeConcernsNoOther() {
        var state = parse("save=true\ngradle.home.save=false\ngradle.home.reason=x\n");

        assertThat(state).isEqualTo(new StateFile(Optional.of(Standing.SAVE), Optional.empty(), List.of()));
        assertThat(parse("gradle.home.save=false\ncargo.save=false\n").save()).contains(Standing.SKIP);
        assertThat(parse("cargo.save=false\nsave=true\n").save()).contains(Standing.SAVE);
    }

    @Test
    void whatIsNotUnderstoodIsToldAndSpoilsNothing() {
        var state = parse("save=false\nsvae=true\nsave=yes\nsave\ncarg.save=true\nx=1\ny=2\n");

        assertThat(state.save()).contains(Standing.SKIP);
        assertThat(state.ignored())
                .containsExactly(
                        "line 2 (svae=true): unknown key",
                        "line 3 (save=yes): save is none of true, false and auto",
                        "line 4 (save): not of the form key=value",
                        "line 5 (carg.save=true): no such volume",
                        "2 more");
    }

    @Property
    void whateverElseIsWrittenTheLastWordCounts(
            @ForAll @Size(min = 1, max = 6) List<Standing> words,
            @ForAll @Size(max = 20) List<@From("noise") String> noise,
            @ForAll Random random) {
        var lines = new ArrayList<>(words.stream()
                .map(word -> "save="
                        + switch (word) {
                            case SAVE -> "true";
                            case SKIP -> "false";
                            case AUTO -> "auto";
                        })
                .toList());
        noise.forEach(line -> lines.add(random.nextInt(lines.size() + 1), line));

        var state = parse(String.join("\n", lines));

        assertThat(state.save()).contains(words.getLast());
        assertThat(state.reason()).isEmpty();
        assertThat(state.ignored()).hasSizeLessThanOrEqualTo(5);
    }

    @Property
    void bytesOfAnyKindAreReadWithoutAComplaint(@ForAll @Size(max = 400) byte[] bytes) {
        assertThat(StateFile.parse(bytes, "cargo", Set.of()).ignored()).hasSizeLessThanOrEqualTo(5);
    }

    /** Lines that say nothing of this volume's end. */
    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.oneOf(
                Arbitraries.strings().excludeChars('=', '\n').ofMaxLength(20),
                Arbitraries.strings().alpha().ofMinLength(7).ofMaxLength(9).map(key -> key + "=true"),
                Arbitraries.of("gradle.home.save=true", "other.save=false", "save=maybe", "save=", "=save=true"));
    }
}
