package dev.headwater.e2e.figures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The file that {@code --json} writes.
 *
 * @param versions of what was measured, by name
 */
public record FigureReport(Machine machine, Map<String, String> versions, List<Figure> figures) {

    public boolean allMet() {
        return figures.stream().allMatch(Figure::met);
    }

    /** {@code {machine, versions, figures: [{name, unit, measured, goal, met}]}}; what was not measured is null. */
    public String json() {
        var root = JsonNodeFactory.instance.objectNode();
        root.putObject("machine")
                .put("cpus", machine.cpus())
                .put("cpu", machine.cpu())
                .put("memoryMiB", machine.memoryMiB())
                .put("kernel", machine.kernel())
                .put("system", machine.system());
        var named = root.putObject("versions");
        versions.forEach(named::put);
        ArrayNode list = root.putArray("figures");
        figures.forEach(figure -> describe(figure, list.addObject()));
        return print(root);
    }

    public void write(Path file) {
        try {
            Files.writeString(file, json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line for each figure. */
    public String lines() {
        return figures.stream().map(Figure::line).collect(Collectors.joining("\n"));
    }

    private static void describe(Figure figure, ObjectNode node) {
        node.put("name", figure.name()).put("unit", figure.unit());
        figure.measured().ifPresentOrElse(number -> node.put("measured", number), () -> node.putNull("measured"));
        node.put("goal", figure.goal().text()).put("met", figure.met());
    }

    private static String print(ObjectNode root) {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }
}
