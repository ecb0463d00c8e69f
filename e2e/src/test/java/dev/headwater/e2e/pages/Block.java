package dev.headwater.e2e.pages;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A fenced block.
 *
 * @param page relative to the repository
 * @param line of its first fence, from 1
 * @param language as the fence says it; empty where it says nothing
 * @param text without the fences and their indentation
 */
public record Block(String page, int line, String language, String text) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public boolean isYaml() {
        return language.equals("yaml") || language.equals("yml");
    }

    /** Its YAML documents. */
    public List<JsonNode> documents() {
        // A parser that the reader makes itself would go into a list at the top.
        try (var parser = YAML.createParser(text);
                var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(parser)) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(this + " is no YAML", e);
        }
    }

    /** Where it is, as editors take it. */
    @Override
    public String toString() {
        return page + ":" + line;
    }
}
