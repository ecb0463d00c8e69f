package dev.headwater.chart;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * One value of values.yaml with the comment directly above it.
 *
 * @param path from the root, with dots
 * @param rules of JSON Schema, from a comment line {@code @schema {…}}
 * @param children empty for a leaf; a mapping whose rules speak of its properties is a leaf
 */
record Setting(
        String path,
        String description,
        Optional<Object> defaultValue,
        Map<String, Object> rules,
        List<Setting> children) {
    private static final LoadSettings WITH_COMMENTS =
            LoadSettings.builder().setParseComments(true).build();
    private static final String SCHEMA = "@schema ";

    /** The settings at the root of a values.yaml. */
    static List<Setting> in(String yaml) {
        return new Compose(WITH_COMMENTS)
                .composeString(yaml)
                .map(root -> children("", (MappingNode) root))
                .orElseThrow();
    }

    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** This one and all below it. */
    Stream<Setting> withChildren() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Setting::withChildren));
    }

    private static List<Setting> children(String prefix, MappingNode mapping) {
        return mapping.getValue().stream().map(tuple -> of(prefix, tuple)).toList();
    }

    private static Setting of(String prefix, NodeTuple tuple) {
        var path = prefix + ((ScalarNode) tuple.getKeyNode()).getValue();
        var lines = comment(tuple.getKeyNode());
        var rules = lines.stream()
                .filter(line -> line.startsWith(SCHEMA))
                .findFirst()
                .map(line -> rules(line.substring(SCHEMA.length())))
                .orElse(Map.of());
        var description = String.join(
                " ", lines.stream().filter(line -> !line.startsWith(SCHEMA)).toList());
        var children = tuple.getValueNode() instanceof MappingNode mapping && !rules.containsKey("additionalProperties")
                ? children(path + ".", mapping)
                : List.<Setting>of();
        return new Setting(path, description, new Value().of(tuple.getValueNode()), rules, children);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> rules(String json) {
        return Serialization.unmarshal(json, Map.class);
    }

    /** The lines directly above a key; an empty line ends a comment. */
    private static List<String> comment(Node key) {
        var lines = Objects.requireNonNullElse(key.getBlockComments(), List.<CommentLine>of());
        var start = 0;
        for (var i = 0; i < lines.size(); i++) {
            if (lines.get(i).getCommentType() == CommentType.BLANK_LINE) {
                start = i + 1;
            }
        }
        return lines.subList(start, lines.size()).stream()
                .map(line -> line.getValue().strip())
                .toList();
    }

    /** A node as a Java value. */
    private static final class Value extends StandardConstructor {
        private Value() {
            super(LoadSettings.builder().build());
        }

        private Optional<Object> of(Node node) {
            return Optional.ofNullable(constructSingleDocument(Optional.of(node)));
        }
    }
}
