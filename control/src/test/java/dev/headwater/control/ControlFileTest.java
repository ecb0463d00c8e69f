package dev.headwater.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlFileTest {

    @Property
    void whatIsFormattedIsParsedBack(@ForAll("fields") Map<String, String> fields) throws Exception {
        var written = ControlFile.format(new LinkedHashMap<>(fields));

        assertThat(ControlFile.parse(written).values()).isEqualTo(fields);
    }

    @Property
    void noBytesDoAnythingButParseOrGiveASentence(@ForAll @Size(max = 2000) byte[] bytes) {
        try {
            assertThat(ControlFile.parse(bytes).values()).hasSizeLessThanOrEqualTo(64);
        } catch (ControlFileException e) {
            assertThat(e).hasMessageMatching("[ -~]+");
        }
    }

    @Provide
    Arbitrary<Map<String, String>> fields() {
        var keys = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("0123456789-")
                .ofMinLength(1)
                .ofMaxLength(20);
        var values = Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(60);
        return Arbitraries.maps(keys.filter(key -> Character.isLetter(key.charAt(0))), values)
                .ofMaxSize(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no equals sign | a line is not of the form key=value",
                "UPPER=1 | a line is not of the form key=value",
                "a\\q=1 | a line is not of the form key=value",
                "a=\\q | a backslash stands before neither \\, n nor 0ooo",
                "a=\\0999 | a backslash stands before neither \\, n nor 0ooo",
                "a=\\ | a backslash stands before neither \\, n nor 0ooo",
            })
    void aMalformedLineIsNamed(String line, String message) {
        assertThatThrownBy(() -> ControlFile.parse(line.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ControlFileException.class)
                .hasMessage(message);
    }

    @Test
    void aKeyGivenTwiceIsRefused() {
        assertThatThrownBy(() -> ControlFile.parse("op=restore\nop=save\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("the key op is given twice");
    }

    @Test
    void aFileOfMoreThanTheBoundIsRefused() {
        assertThatThrownBy(() -> ControlFile.parse(new byte[ControlFile.MAX_BYTES + 1]))
                .hasMessage("the file is larger than 16384 bytes");
    }

    @ParameterizedTest
    @CsvSource({"a1-b,true", "1,true", "-a,false", "../x,false", "A,false", "'',false"})
    void anIdIsSafeAsAFileName(String id, boolean safe) {
        assertThat(ControlFile.isId(id)).isEqualTo(safe);
    }
}
