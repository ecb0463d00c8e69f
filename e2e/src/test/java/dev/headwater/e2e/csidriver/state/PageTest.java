package dev.headwater.e2e.csidriver.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void pages_follow_each_other_until_an_empty_token() {
        assertThat(page(List.of("v1", "v2", "v3"), "", 2)).contains(new Page<>(List.of("v1", "v2"), "v2"));
        assertThat(page(List.of("v1", "v2", "v3"), "v2", 2)).contains(new Page<>(List.of("v3"), ""));
        assertThat(page(List.of("v1", "v2"), "", 2)).contains(new Page<>(List.of("v1", "v2"), ""));
        assertThat(page(List.of("v1", "v2"), "", 0)).contains(new Page<>(List.of("v1", "v2"), ""));
    }

    @Test
    void what_goes_and_comes_between_two_pages_is_neither_repeated_nor_missed() {
        List<String> ids = new ArrayList<>(List.of("v1", "v2", "v3"));
        String token = page(ids, "", 2).orElseThrow().nextToken();
        ids.removeAll(List.of("v1", "v2"));
        ids.add("v4");

        assertThat(page(ids, token, 5)).contains(new Page<>(List.of("v3", "v4"), ""));
    }

    @Test
    void a_foreign_token_is_refused() {
        assertThat(page(List.of("v1"), "invalid-token", 2)).isEmpty();
    }

    private static Optional<Page<String>> page(List<String> ids, String token, int max) {
        return Page.of(ids, id -> id, "v", token, max);
    }
}
