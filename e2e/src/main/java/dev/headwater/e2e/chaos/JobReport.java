package dev.headwater.e2e.chaos;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a job told at its end, by the names of {@code job.sh}. */
record JobReport(Map<String, String> values) {
    private static final String DONE = "0";

    static JobReport parse(String message) {
        return new JobReport(message.lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (_, last) -> last)));
    }

    /** Whether the job came so far as to say so. */
    boolean isWhole(Ending ending) {
        return values.containsKey(ending == Ending.SILENT ? "found" : "saved-snapshot-id");
    }

    /** Exit codes of its steps, where they are not 0. */
    Optional<String> failedStep() {
        return values.entrySet().stream()
                .filter(value ->
                        value.getKey().endsWith("-exit") && !value.getValue().equals(DONE))
                .map(value -> value.getKey() + "=" + value.getValue())
                .findFirst();
    }

    /** What it found on its volume, before it wrote. */
    Optional<Content> found() {
        return Optional.ofNullable(values.get("found"))
                .filter(text -> !text.isBlank())
                .map(Content::parse);
    }

    /** The snapshot that its step was told of; empty where it was told of none. */
    Optional<String> toldSnapshot() {
        return Optional.ofNullable(values.get("saved-snapshot-id")).filter(name -> !name.isBlank());
    }
}
