package dev.headwater.e2e.arc;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The YAML of the page that people copy from, docs/how-to/arc.md. */
public final class ArcPage {
    private static final Path PAGE = Path.of("../docs/how-to/arc.md");
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private ArcPage() {}

    /** Values of the scale set whose jobs run in the runner. */
    public static ScaleSetValues plain() {
        return ScaleSetValues.parse(blocks().getFirst());
    }

    static ScaleSetValues dockerInDocker() {
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
        try {
            return BLOCK.matcher(Files.readString(PAGE))
                    .results()
                    .map(MatchResult::group)
                    .map(block -> block.substring(block.indexOf('\n'), block.length() - 3))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
