package dev.headwater.operator.model;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headwater.api.v1alpha1.RetentionReason;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * That a snapshot is going to be deleted: the record on its VolumeSnapshot.
 *
 * @param at when that was written down
 * @param goes from when on it may be deleted
 */
public record Condemnation(RetentionReason reason, Instant at, Instant goes) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @JsonPropertyOrder({"reason", "at", "goes"})
    private record Text(RetentionReason reason, String at, String goes) {}

    /** One line of JSON. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(new Text(reason, at.toString(), goes.toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings has a JSON form", e);
        }
    }

    /** The record in this text; empty for anything that {@link #toJson} cannot have written. */
    public static Optional<Condemnation> parse(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, Text.class))
                    .filter(text -> text.reason != null && text.at != null && text.goes != null)
                    .map(text -> new Condemnation(text.reason, Instant.parse(text.at), Instant.parse(text.goes)));
        } catch (JsonProcessingException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
