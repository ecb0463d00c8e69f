package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void workflow_commands_are_defused() {
        assertThat(Printable.text("ok\n  ::set-output name=a::b")).isEqualTo("ok\n  : :set-output name=a::b");
        assertThat(Printable.line("x ##[error]y")).isEqualTo("x # #[error]y");
        assertThat(Printable.line("a\u001b[31m\nb")).isEqualTo("a?[31m?b");
    }

    @Property
    void a_line_is_a_line(@ForAll String text) {
        assertThat(Printable.line(text).chars()).noneMatch(c -> c < ' ' || c == 0x7f);
        assertThat(Printable.line(text).strip()).doesNotStartWith("::");
    }

    @Property
    void no_line_of_a_text_is_a_command(@ForAll String text) {
        assertThat(Printable.text("first\n::" + text).lines())
                .noneMatch(line -> line.strip().startsWith("::"));
    }
}
