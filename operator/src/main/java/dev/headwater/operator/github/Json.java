package dev.headwater.operator.github;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads what GitHub answers. What an answer lacks that has to be known is no word against anybody: such an answer is none. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static <T> T read(byte[] answer, Class<T> type) throws GithubException {
        try {
            var read = MAPPER.readValue(answer, type);
            if (read != null) {
                return read;
            }
        } catch (IOException e) {
            // The answer is anybody's text: nothing of it is told.
        }
        throw GithubException.unavailable("GitHub's answer cannot be read, or lacks something.");
    }

    private Json() {}
}
