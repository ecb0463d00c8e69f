package dev.headwater.e2e.arc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headwater.e2e.pages.Block;
import dev.headwater.e2e.pages.Pages;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** The YAML of the page that people copy from, docs/how-to/arc.md. */
public final class ArcPage {
    private ArcPage() {}

    /** Values of the scale set whose jobs run in the runner. */
    public static ScaleSetValues plain() {
        return ScaleSetValues.parse(blocks().getFirst());
    }

    public static ScaleSetValues dockerInDocker() {
        return ScaleSetValues.parse(blocks().get(1));
    }

    public static ScaleSetValues kubernetes() {
        return ScaleSetValues.parse(blocks().get(2));
    }

    static JsonNode jobTemplateMap() {
        return Serialization.unmarshal(blocks().get(3), JsonNode.class);
    }

    /** The file that the kubernetes mode's container hooks read. */
    public static String jobTemplate() {
        return jobTemplateMap().at("/data/content").asText();
    }

    private static List<String> blocks() {
        return Pages.of("docs/how-to/arc.md").stream()
                .filter(Block::isYaml)
                .map(Block::text)
                .toList();
    }
}
