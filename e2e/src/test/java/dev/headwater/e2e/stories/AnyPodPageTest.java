package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnyPodPageTest {
    @Test
    void every_command_of_the_page_is_tried_by_the_story() {
        assertThat(AnyPodPage.COMMANDS).containsExactlyInAnyOrderElementsOf(AnyPodPage.shell());
    }
}
