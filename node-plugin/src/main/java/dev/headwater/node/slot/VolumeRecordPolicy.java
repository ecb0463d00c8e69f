package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.control.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a volume says of its own origin, written by the keeper that sealed it, and whether that is what a run asks for. It tells a mixed-up
 * volume from the right one, and nothing else: each job since could have written it, so it speaks for no trust.
 */
public final class VolumeRecordPolicy {

    private static final String KEY = "key";

    /** The fields that say what the volume is. */
    public static Map<String, String> identity(RunSpec spec) {
        var request = spec.request();
        var fields = new LinkedHashMap<String, String>();
        fields.put("repository", spec.job().repository());
        fields.put(KEY, request.key());
        fields.put("path", request.path());
        fields.put("version", request.version());
        fields.put("platform", request.os() + "/" + request.arch());
        return fields;
    }

    /** A sentence for the first field that says something else; empty where the volume is one that was asked for, be it by a restore key. */
    public static Optional<String> complaint(Fields record, RunSpec spec) {
        return identity(spec).entrySet().stream()
                .filter(field ->
                        !field.getValue().equals(record.optional(field.getKey()).orElse("")))
                .filter(field -> !field.getKey().equals(KEY)
                        || !isByRestoreKey(record.optional(KEY).orElse(""), spec))
                .map(field -> "The restored volume is not what was asked for: its record says %s '%s', and not '%s'."
                        .formatted(
                                field.getKey(),
                                Printable.line(record.optional(field.getKey()).orElse("")),
                                field.getValue()))
                .findFirst();
    }

    private static boolean isByRestoreKey(String key, RunSpec spec) {
        return Objects.requireNonNullElse(spec.request().restoreKeys(), List.<String>of()).stream()
                .anyMatch(key::startsWith);
    }

    private VolumeRecordPolicy() {}
}
