package dev.headwater.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.pages.Block;
import dev.headwater.e2e.pages.Pages;
import java.util.List;

/** What the page docs/how-to/any-pod.md tells people to write. */
final class AnyPodPage {
    private static final List<Block> BLOCKS = Pages.of("docs/how-to/any-pod.md");

    static final String GITLAB = sh("CI_PIPELINE_ID");
    static final String GITLAB_MERGE_REQUEST = sh("CI_MERGE_REQUEST_IID");
    static final String GITLAB_DEEPER_PATH = sh("CI_PROJECT_NAME");
    static final String JENKINS = sh("BUILD_NUMBER");
    static final String RESTORE = sh("headwater restore");
    static final String CHECKOUT = sh("headwater checkout --path /mnt/build/workspace\n");
    static final String CHECKOUT_DEEPER_PATH = sh("--repository");
    static final String BUILD = sh("cargo build");
    static final String SAVE = sh("headwater save");

    /** All that {@link AnyPodStory} does. */
    static final List<String> COMMANDS = List.of(
            GITLAB,
            GITLAB_MERGE_REQUEST,
            GITLAB_DEEPER_PATH,
            JENKINS,
            RESTORE,
            CHECKOUT,
            CHECKOUT_DEEPER_PATH,
            BUILD,
            SAVE);

    private AnyPodPage() {}

    /** The only manifest of this kind. */
    static String yaml(String kind) {
        return only("yaml", "kind: " + kind + "\n");
    }

    /** Every block of commands. */
    static List<String> shell() {
        return BLOCKS.stream()
                .filter(block -> block.language().equals("sh"))
                .map(Block::text)
                .toList();
    }

    private static String sh(String words) {
        return only("sh", words);
    }

    private static String only(String language, String words) {
        var found = BLOCKS.stream()
                .filter(block ->
                        block.language().equals(language) && block.text().contains(words))
                .map(Block::text)
                .toList();
        assertThat(found).as(words).hasSize(1);
        return found.getFirst();
    }
}
