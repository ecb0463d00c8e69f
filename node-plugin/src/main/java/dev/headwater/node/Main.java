package dev.headwater.node;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.csi.KubeletRegistration;
import dev.headwater.csi.UnixSocketServer;
import dev.headwater.node.csi.IdentityService;
import dev.headwater.node.csi.NodeService;
import dev.headwater.node.runs.Cluster;
import dev.headwater.node.runs.OperatorDoor;
import dev.headwater.node.scratch.ScratchVolumes;
import dev.headwater.node.walk.NodeWalk;
import dev.headwater.node.walk.NodeWalk.Records;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.LogRecord;
import java.util.logging.StreamHandler;

/** Starts the node plugin: first the door for the kubelet, which needs nobody, then the cluster. */
public final class Main {
    private static final Logger LOG = System.getLogger(Main.class.getName());

    public static void main(String[] arguments) throws Exception {
        logToStandardOutput();
        Settings settings;
        try {
            settings = Settings.of(List.of(arguments), System.getenv());
            Preflight.check(settings.kubeletRoot());
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("headwater-node-plugin: " + e.getMessage());
            System.exit(2);
            return;
        }
        serve(settings);
    }

    private static void serve(Settings settings) throws Exception {
        var records = Records.open(settings.state().resolve("records"));
        var scratch = new ScratchVolumes(settings.state().resolve("scratch"), settings.scratchBytes());
        var client = Cluster.client();
        var clock = Clock.systemUTC();
        var operator = settings.operator()
                .map(door -> OperatorDoor.of(client, door.namespace(), door.url(), Settings.OPERATOR_TOKEN));
        var cluster = new Cluster(client, records.runs(), operator, clock);
        var walk = new NodeWalk(settings.node(), records, cluster, scratch, clock);
        var socket = settings.state().resolve("csi.sock");
        var node = new NodeService(settings.node(), settings.vault(), walk.slots());
        walk.start();
        var csi = UnixSocketServer.serve(socket, List.of(new IdentityService(version()), node));
        var registration = UnixSocketServer.serve(
                settings.kubeletRoot().resolve("plugins_registry/headwater.dev-reg.sock"),
                List.of(new KubeletRegistration(Api.DRIVER, socket, Main::logVerdict)));
        LOG.log(Level.INFO, "serving slots of node {0} at {1}", settings.node(), socket);
        cluster.start(settings.node(), walk);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> close(registration, csi, walk)));
        csi.awaitTermination();
    }

    private static void logToStandardOutput() {
        var root = java.util.logging.Logger.getLogger("");
        Arrays.stream(root.getHandlers()).forEach(root::removeHandler);
        root.addHandler(new StreamHandler(System.out, new LineFormatter()) {
            @Override
            public synchronized void publish(LogRecord log) {
                super.publish(log);
                flush();
            }
        });
    }

    private static void logVerdict(KubeletRegistration.Verdict verdict) {
        LOG.log(
                verdict.registered() ? Level.INFO : Level.ERROR,
                verdict.registered() ? "the kubelet knows this driver" : "the kubelet refused: " + verdict.error());
    }

    private static void close(AutoCloseable... parts) {
        for (var part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "while stopping", e);
            }
        }
    }

    private static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
