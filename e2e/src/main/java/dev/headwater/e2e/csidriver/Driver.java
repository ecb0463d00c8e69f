package dev.headwater.e2e.csidriver;

import dev.headwater.csi.KubeletRegistration;
import dev.headwater.csi.UnixSocketServer;
import dev.headwater.e2e.csidriver.fault.FaultInterceptor;
import dev.headwater.e2e.csidriver.fault.Faults;
import dev.headwater.e2e.csidriver.host.Devices;
import dev.headwater.e2e.csidriver.host.Images;
import dev.headwater.e2e.csidriver.host.Loops;
import dev.headwater.e2e.csidriver.host.Mounts;
import dev.headwater.e2e.csidriver.host.Scratch;
import dev.headwater.e2e.csidriver.state.CatalogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;

/** A serving driver: its parts put together, its sockets open. */
final class Driver implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Driver.class.getName());

    private final UnixSocketServer csi;
    private final Optional<UnixSocketServer> registration;

    private Driver(UnixSocketServer csi, Optional<UnixSocketServer> registration) {
        this.csi = csi;
        this.registration = registration;
    }

    /** Finds or makes the state, sweeps what a killed predecessor left half done, serves, and then registers. */
    static Driver start(Options options, InstantSource clock) throws IOException, InterruptedException {
        Path stateDir = Files.createDirectories(options.stateDir()).toRealPath();
        CatalogStore store = new CatalogStore(stateDir);
        Mounts mounts = new Mounts();
        Loops loops = new Loops();
        Images images = store.exclusively(catalog -> {
            Scratch scratch = new Scratch(stateDir, mounts);
            scratch.open(options.behaviour().capacityBytes());
            Images found = new Images(scratch.point().resolve("images"));
            Set<String> known = new HashSet<>(catalog.volumes().keySet());
            known.addAll(catalog.snapshots().keySet());
            found.sweep(known).forEach(name -> LOG.info(() -> "Swept " + name + ", which no record names."));
            store.putNode(options.nodeId(), options.zone());
            return found;
        });
        Faults faults = new Faults(stateDir);
        Cloud cloud = new Cloud(store, images, loops, options.behaviour(), faults, clock);
        UnixSocketServer csi = UnixSocketServer.serve(
                options.endpoint(),
                List.of(
                        new IdentityService(options.driverName()),
                        new ControllerService(cloud, options, clock),
                        new NodeService(cloud, options, new Devices(loops, mounts), mounts)),
                new FaultInterceptor(faults),
                new CallLog(clock));
        LOG.info(() -> options.driverName() + " serves " + options.endpoint());
        return new Driver(csi, register(options));
    }

    void awaitTermination() throws InterruptedException {
        csi.awaitTermination();
    }

    /** Stops serving; volumes stay attached, staged and published. */
    @Override
    public void close() throws IOException {
        if (registration.isPresent()) {
            registration.get().close();
        }
        csi.close();
    }

    private static Optional<UnixSocketServer> register(Options options) throws IOException {
        if (options.registrationDir().isEmpty()) {
            return Optional.empty();
        }
        Path socket = options.registrationDir().get().resolve(options.driverName() + "-reg.sock");
        KubeletRegistration service = new KubeletRegistration(
                options.driverName(),
                options.endpoint().toAbsolutePath(),
                verdict -> LOG.info(() -> verdict.registered()
                        ? "The kubelet registered the driver."
                        : "The kubelet refused the driver: " + verdict.error()));
        return Optional.of(UnixSocketServer.serve(socket, List.of(service)));
    }
}
