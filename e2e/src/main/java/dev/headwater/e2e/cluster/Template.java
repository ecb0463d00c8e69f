package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configuration files beside this class, with <code>${name}</code> where a value of the cluster belongs. */
final class Template {
    private static final Pattern HOLE = Pattern.compile("\\$\\{(\\w+)}");

    private Template() {}

    /** Fails on a hole without a value: a half-filled configuration must never reach a program. */
    static String render(String resource, Map<String, String> values) {
        return HOLE.matcher(read(resource)).replaceAll(hole -> Matcher.quoteReplacement(value(resource, values, hole)));
    }

    private static String value(String resource, Map<String, String> values, MatchResult hole) {
        String value = values.get(hole.group(1));
        if (value == null) {
            throw new IllegalArgumentException(resource + " needs a value for " + hole.group(1));
        }
        return value;
    }

    private static String read(String resource) {
        try (InputStream stream = Template.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("no configuration named " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
