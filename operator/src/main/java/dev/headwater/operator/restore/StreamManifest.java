package dev.headwater.operator.restore;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.headwater.api.v1alpha1.RunSpec;
import java.util.Locale;
import java.util.regex.Pattern;

/** The stream that a request was looking for, as a manifest to apply. */
final class StreamManifest {
    private static final int MAX_NAME = 50;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9/_.-]*");

    /** A command that can be pasted; every value of the job's is quoted where it is not plain. */
    static String command(String namespace, RunSpec spec) {
        return """
                kubectl apply -f - <<'EOF'
                apiVersion: headwater.dev/v1alpha1
                kind: BuildSnapshotStream
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  repository: %s
                  key: %s
                  path: %s
                EOF
                """.formatted(
                        name(spec.request().key()),
                        namespace,
                        scalar(spec.job().repository()),
                        scalar(spec.request().key()),
                        scalar(spec.request().path()));
    }

    private static String name(String key) {
        var name = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        var bounded = name.substring(0, Math.min(MAX_NAME, name.length())).replaceAll("^-|-$", "");
        return bounded.isEmpty() || Character.isDigit(bounded.charAt(0)) ? "stream-" + bounded : bounded;
    }

    private static String scalar(String value) {
        return PLAIN.matcher(value).matches()
                ? value
                : '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }

    private StreamManifest() {}
}
