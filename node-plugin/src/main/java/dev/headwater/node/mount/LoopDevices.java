package dev.headwater.node.mount;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loop devices that let go of their file by themselves as soon as nobody has them mounted or open any more. */
public final class LoopDevices {
    private static final Path DEVICES = Path.of("/dev");
    private static final long GET_FREE = 0x4C82;
    private static final long CONFIGURE = 0x4C0A;
    private static final long CONFIG_BYTES = 304;
    private static final long FLAGS_OFFSET = 60;
    private static final int AUTO_CLEAR = 4;
    private static final long MAJOR = 7;
    private static final int MINOR_LOW_BITS = 8;
    private static final int ATTEMPTS = 16;

    /** What is done with the device while it is held open. */
    @FunctionalInterface
    public interface Use<T> {
        T with(Path device) throws KernelException;
    }

    /** Attaches a device to {@code image} for the time of {@code use}, and for as long as something mounts it afterwards. */
    public static <T> T with(Path image, Use<T> use) throws KernelException {
        try (var file = Fd.readWrite(image);
                var control = Fd.readWrite(DEVICES.resolve("loop-control"))) {
            for (var attempt = 1; ; attempt++) {
                var number = Syscall.IOCTL.call("find a loop device", control.number(), GET_FREE);
                var device = node(number);
                try (var loop = Fd.readWrite(device)) {
                    configure(loop, file);
                    return use.with(device);
                } catch (KernelException e) {
                    if (!e.busy() || attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        }
    }

    /** In a container {@code /dev} knows only the devices of its start: the node is made where it is missing. */
    private static Path node(long number) throws KernelException {
        var path = DEVICES.resolve("loop" + number);
        if (!Files.exists(path)) {
            try (var directory = Fd.directory(DEVICES)) {
                directory.blockDevice("loop" + number, deviceNumber(number));
            } catch (KernelException e) {
                if (!e.exists()) {
                    throw e;
                }
            }
        }
        return path;
    }

    /** {@code makedev(3)}: the low eight bits of the minor number stand below the major one, the rest above. */
    private static long deviceNumber(long minor) {
        return (MAJOR << MINOR_LOW_BITS) | (minor & 0xff) | ((minor & ~0xffL) << 12);
    }

    private static void configure(Fd loop, Fd file) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment config = arena.allocate(CONFIG_BYTES, Long.BYTES);
            config.set(JAVA_INT, 0, file.number());
            config.set(JAVA_INT, FLAGS_OFFSET, AUTO_CLEAR);
            Syscall.IOCTL.call("set up a loop device", loop.number(), CONFIGURE, config.address());
        }
    }

    private LoopDevices() {}
}
