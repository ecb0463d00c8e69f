package dev.headwater.e2e.csidriver;

import dev.headwater.e2e.csidriver.state.AttachLimits;
import dev.headwater.e2e.csidriver.state.Behaviour;
import dev.headwater.e2e.csidriver.state.Behaviour.Attach;
import dev.headwater.e2e.csidriver.state.Behaviour.Dependence;
import dev.headwater.e2e.csidriver.state.Quantities;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of a serving driver.
 *
 * @param endpoint the socket of the CSI services
 * @param registrationDir the kubelet's plugins_registry, if the driver shall introduce itself there
 */
record Options(
        Path endpoint,
        String nodeId,
        String zone,
        Path stateDir,
        String driverName,
        Optional<Path> registrationDir,
        Behaviour behaviour) {

    /** The label of a node that names its zone. */
    static final String TOPOLOGY_KEY = "topology.e2e.headwater.dev/zone";

    private static final Behaviour EBS = new Behaviour(
            Attach.REQUIRED, Duration.ofSeconds(3), Duration.ZERO, AttachLimits.same(0), Dependence.NONE, 1L << 40);

    /**
     * Reads {@code --name value} and {@code --name=value}.
     *
     * @throws IllegalArgumentException with a sentence that says what is missing or unknown
     */
    static Options parse(List<String> args) {
        Map<String, String> flags = flags(args);
        Options options = new Options(
                socket(required(flags, "endpoint")),
                required(flags, "node-id"),
                required(flags, "zone"),
                Path.of(required(flags, "state-dir")),
                Optional.ofNullable(flags.remove("driver-name")).orElse("csi.e2e.headwater.dev"),
                Optional.ofNullable(flags.remove("kubelet-registration-dir")).map(Path::of),
                EBS);
        Attach attach =
                attach(Optional.ofNullable(flags.remove("attach-required")).orElse("true"));
        long capacity = Quantities.bytes(
                Optional.ofNullable(flags.remove("scratch-size")).orElse("1Ti"));
        Behaviour start = new Behaviour(
                attach, EBS.snapshotDelay(), EBS.snapshotDelayPerGib(), EBS.limits(), EBS.dependence(), capacity);
        return options.behaving(start.with(flags));
    }

    /** The value of the only flag of a command. */
    static Path stateDir(List<String> args) {
        return Path.of(required(flags(args), "state-dir"));
    }

    private Options behaving(Behaviour other) {
        return new Options(endpoint, nodeId, zone, stateDir, driverName, registrationDir, other);
    }

    private static Map<String, String> flags(List<String> args) {
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            int equals = arg.indexOf('=');
            if (!arg.startsWith("--") || (equals < 0 && i + 1 == args.size())) {
                throw new IllegalArgumentException("'" + arg + "' is no flag with a value.");
            }
            String name = equals < 0 ? arg.substring(2) : arg.substring(2, equals);
            flags.put(name, equals < 0 ? args.get(++i) : arg.substring(equals + 1));
        }
        return flags;
    }

    private static String required(Map<String, String> flags, String name) {
        return Optional.ofNullable(flags.remove(name))
                .orElseThrow(() -> new IllegalArgumentException("--" + name + " is missing."));
    }

    private static Path socket(String endpoint) {
        if (!endpoint.startsWith("unix://")) {
            throw new IllegalArgumentException("--endpoint has the form unix:///path/to/csi.sock.");
        }
        return Path.of(endpoint.substring("unix://".length()));
    }

    private static Attach attach(String required) {
        return switch (required) {
            case "true" -> Attach.REQUIRED;
            case "false" -> Attach.NONE;
            default -> throw new IllegalArgumentException("--attach-required is true or false.");
        };
    }
}
