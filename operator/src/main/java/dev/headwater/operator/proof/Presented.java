package dev.headwater.operator.proof;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headwater.api.v1alpha1.TokenUse;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token of a job, as a node plugin hands it over.
 *
 * @param namespace of the run
 * @param run its name
 */
record Presented(String namespace, String run, TokenUse use, String token) {
    private static final ObjectReader READER = JsonMapper.builder().build().readerFor(Body.class);

    /** What the API server could have named so. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    /** The JSON of a request. */
    private record Body(
            @JsonProperty("namespace") @Nullable String namespace,
            @JsonProperty("run") @Nullable String run,
            @JsonProperty("use") @Nullable String use,
            @JsonProperty("token") @Nullable String token) {}

    /** Empty for anything that is not such a request. */
    static Optional<Presented> parse(String json) {
        try {
            return Optional.ofNullable(READER.<Body>readValue(json))
                    .flatMap(body -> of(body.namespace, body.run, body.use, body.token));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Presented> of(
            @Nullable String namespace, @Nullable String run, @Nullable String use, @Nullable String token) {
        if (namespace == null || run == null || token == null || !isName(namespace) || !isName(run)) {
            return Optional.empty();
        }
        return Arrays.stream(TokenUse.values())
                .filter(known -> known.word().equals(use))
                .findFirst()
                .map(known -> new Presented(namespace, run, known, token));
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "%s token of %s/%s".formatted(use.word(), namespace, run);
    }
}
