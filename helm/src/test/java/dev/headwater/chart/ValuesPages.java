package dev.headwater.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is made of the comments of values.yaml: its schema and the table of its values. */
final class ValuesPages {
    private static final ObjectMapper JSON = new ObjectMapper();

    static String schema(List<Setting> settings) {
        var root = new LinkedHashMap<String, Object>();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("$comment", "Made from the comments of values.yaml; a test of module helm says how to renew it.");
        root.put("type", "object");
        root.put("additionalProperties", false);
        var properties = properties(settings);
        properties.put("global", Map.of("type", "object"));
        root.put("properties", properties);
        return pretty(root) + "\n";
    }

    /** A section for each setting at the root, with its leaves in a table. */
    static String markdown(List<Setting> settings) {
        return settings.stream().map(ValuesPages::section).collect(Collectors.joining("\n"));
    }

    private static String section(Setting section) {
        var rows = section.withChildren()
                .filter(setting -> setting.children().isEmpty())
                .map(setting -> List.of(
                        Markdown.code(setting.path()),
                        Markdown.code(compact(setting.defaultValue().orElse(null))),
                        setting.description()))
                .toList();
        return "## " + section.name() + "\n\n" + section.description() + "\n\n"
                + Markdown.table(List.of("value", "default", "what it is"), rows);
    }

    private static Map<String, Object> properties(List<Setting> settings) {
        var properties = new LinkedHashMap<String, Object>();
        settings.forEach(setting -> properties.put(setting.name(), property(setting)));
        return properties;
    }

    private static Map<String, Object> property(Setting setting) {
        var property = new LinkedHashMap<String, Object>();
        property.put("description", setting.description());
        property.put("type", type(setting.defaultValue().orElse(null)));
        property.putAll(setting.rules());
        if (!setting.children().isEmpty()) {
            property.put("additionalProperties", false);
            property.put("properties", properties(setting.children()));
        }
        return property;
    }

    private static String type(@org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> "object";
            case List<?> list -> "array";
            case Boolean flag -> "boolean";
            case Integer number -> "integer";
            case String text -> "string";
            case null, default -> throw new IllegalArgumentException("a value needs a default that tells its type");
        };
    }

    private static String compact(@org.jspecify.annotations.Nullable Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pretty(Object value) {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        try {
            return JSON.writer(printer).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ValuesPages() {}
}
