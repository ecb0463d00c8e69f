package dev.headwater.control;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** The fields of one control file, in their order. */
public record Fields(SequencedMap<String, String> values) {

    public Fields {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /** The value, or empty where the key is missing or has no value. */
    public Optional<String> optional(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    /**
     * @throws ControlFileException where the key is missing, has no value, or is longer than {@code maxLength} characters
     */
    public String required(String key, int maxLength) throws ControlFileException {
        var value = optional(key).orElseThrow(() -> new ControlFileException(key + " is missing"));
        return bounded(key, value, maxLength);
    }

    /**
     * @throws ControlFileException where the value is longer than {@code maxLength} characters
     */
    public Optional<String> optional(String key, int maxLength) throws ControlFileException {
        var value = optional(key);
        if (value.isPresent()) {
            bounded(key, value.get(), maxLength);
        }
        return value;
    }

    /**
     * @throws ControlFileException where the value is not a whole number from {@code min} to {@code max}
     */
    public Optional<Long> number(String key, long min, long max) throws ControlFileException {
        var value = optional(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            var number = Long.parseLong(value.get());
            if (number >= min && number <= max) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            throw new ControlFileException(key + " is not a whole number", e);
        }
        throw new ControlFileException(key + " is not between " + min + " and " + max);
    }

    /**
     * @throws ControlFileException where the value is neither true nor false
     */
    public Optional<Boolean> flag(String key) throws ControlFileException {
        var value = optional(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (value.get()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw new ControlFileException(key + " is neither true nor false");
        };
    }

    private static String bounded(String key, String value, int maxLength) throws ControlFileException {
        if (value.length() > maxLength) {
            throw new ControlFileException(key + " is longer than " + maxLength + " characters");
        }
        return value;
    }

    /** Builds fields, leaving out absent values. */
    public static final class Builder {
        private final LinkedHashMap<String, String> values = new LinkedHashMap<>();

        public Builder with(String key, String value) {
            values.put(key, value);
            return this;
        }

        public Builder with(String key, Optional<?> value) {
            value.ifPresent(present -> values.put(key, present.toString()));
            return this;
        }

        public Fields build() {
            return new Fields(values);
        }
    }
}
