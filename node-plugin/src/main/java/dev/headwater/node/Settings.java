package dev.headwater.node;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the plugin was started. Each flag {@code --some-name VALUE} can also be given by environment.
 *
 * @param node name of this node: {@code --node-name}, {@code NODE_NAME}
 * @param vault namespace of the keepers: {@code --vault}, {@code HEADWATER_VAULT_NAMESPACE}
 * @param kubeletRoot {@code --kubelet-root}, {@code HEADWATER_KUBELET_ROOT}; default {@code /var/lib/kubelet}
 * @param scratchBytes {@code --scratch-size}, {@code HEADWATER_SCRATCH_SIZE}; default {@code 20Gi}
 * @param operator where the tokens of jobs are taken; empty: they prove nothing
 */
record Settings(String node, String vault, Path kubeletRoot, long scratchBytes, Optional<Operator> operator) {
    /** What this plugin shows to the operator; the chart has it projected there. */
    static final Path OPERATOR_TOKEN = Path.of("/var/run/secrets/headwater.dev/operator/token");

    private static final Set<String> FLAGS =
            Set.of("--node-name", "--vault", "--kubelet-root", "--scratch-size", "--operator-url", "--namespace");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(Ki|Mi|Gi|Ti)?");
    private static final String UNITS = "KMGT";
    private static final int BITS = 10;

    /**
     * The operator.
     *
     * @param url {@code --operator-url}, {@code HEADWATER_OPERATOR_URL}
     * @param namespace of the release: {@code --namespace}, {@code HEADWATER_NAMESPACE}
     */
    record Operator(URI url, String namespace) {}

    /**
     * @throws IllegalArgumentException with a sentence
     */
    static Settings of(List<String> arguments, Map<String, String> environment) {
        var flags = new HashMap<String, String>();
        for (var i = 0; i < arguments.size(); i += 2) {
            if (!FLAGS.contains(arguments.get(i)) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("unknown flag, or flag without value: " + arguments.get(i));
            }
            flags.put(arguments.get(i), arguments.get(i + 1));
        }
        var given = new Given(flags, environment);
        return new Settings(
                given.required("--node-name", "NODE_NAME"),
                given.value("--vault", "HEADWATER_VAULT_NAMESPACE").orElse("headwater-vault"),
                Path.of(given.value("--kubelet-root", "HEADWATER_KUBELET_ROOT").orElse("/var/lib/kubelet")),
                bytes(given.value("--scratch-size", "HEADWATER_SCRATCH_SIZE").orElse("20Gi")),
                given.value("--operator-url", "HEADWATER_OPERATOR_URL")
                        .map(url ->
                                new Operator(URI.create(url), given.required("--namespace", "HEADWATER_NAMESPACE"))));
    }

    /** Where records, scratch images and the socket lie. */
    Path state() {
        return kubeletRoot.resolve("plugins/headwater.dev");
    }

    private static long bytes(String size) {
        var match = SIZE.matcher(size);
        if (!match.matches()) {
            throw new IllegalArgumentException("not a size, as in 20Gi: " + size);
        }
        var number = Long.parseLong(match.group(1));
        return match.group(2) == null
                ? number
                : number << (BITS * (1 + UNITS.indexOf(match.group(2).charAt(0))));
    }

    private record Given(Map<String, String> flags, Map<String, String> environment) {
        Optional<String> value(String flag, String variable) {
            return Optional.ofNullable(flags.get(flag))
                    .or(() -> Optional.ofNullable(environment.get(variable)))
                    .filter(value -> !value.isEmpty());
        }

        String required(String flag, String variable) {
            return value(flag, variable)
                    .orElseThrow(() -> new IllegalArgumentException("give " + flag + " or " + variable));
        }
    }
}
