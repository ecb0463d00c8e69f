package dev.headwater.e2e.csidriver.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The loop devices of the machine, as sysfs shows them. */
public final class Loops {
    private static final Path BLOCK = Path.of("/sys/block");
    private static final String DELETED = " (deleted)";
    private static final int RELEASE_POLLS = 100;
    private static final long RELEASE_POLL_MILLIS = 20;

    /** The device that carries {@code image}, also if the file was deleted under it. */
    public Optional<Loop> carrying(Path image) throws IOException {
        return below(image).stream().findFirst();
    }

    /** Every device whose image is {@code path} or lies below it. */
    public List<Loop> below(Path path) throws IOException {
        List<Loop> found = new ArrayList<>();
        try (Stream<Path> devices = Files.list(BLOCK)) {
            for (Path device : devices.sorted().toList()) {
                if (image(device).filter(i -> i.startsWith(path)).isPresent()) {
                    found.add(new Loop(
                            device.getFileName().toString(),
                            Files.readString(device.resolve("dev")).strip()));
                }
            }
        }
        return found;
    }

    /**
     * The device for {@code image}, a new one if it has none. Direct I/O caches the data once, above the device; files
     * that share blocks then need sectors of 4096 bytes, so all have them: an xfs made with smaller ones could not be
     * mounted from its copy.
     */
    public Loop attach(Path image) throws IOException, InterruptedException {
        Optional<Loop> existing = carrying(image);
        if (existing.isPresent()) {
            return existing.get();
        }
        Commands.run("losetup", "--find", "--nooverlap", "--direct-io=on", "--sector-size=4096", image.toString());
        return carrying(image).orElseThrow(() -> new IOException("No loop device took " + image + "."));
    }

    /**
     * Frees the device and waits until the kernel has done so.
     *
     * @throws IOException if somebody still has the device open after 2 s
     */
    public void detach(Loop loop) throws IOException, InterruptedException {
        Commands.run("losetup", "--detach", loop.device());
        for (int i = 0; i < RELEASE_POLLS; i++) {
            if (image(BLOCK.resolve(loop.name())).isEmpty()) {
                return;
            }
            Thread.sleep(RELEASE_POLL_MILLIS);
        }
        throw new IOException(loop.device() + " is still open somewhere and goes only when it is closed.");
    }

    /** Lets the device take the size that its image has now. */
    public void resize(Loop loop) throws IOException, InterruptedException {
        Commands.run("losetup", "--set-capacity", loop.device());
    }

    /**
     * Whether a file system of the device lives in the kernel. Other than mountinfo this also sees mounts in the
     * namespaces of containers.
     */
    public boolean mounted(Loop loop) {
        return Stream.of(FileSystem.values()).anyMatch(f -> Files.exists(Path.of("/sys/fs", f.type(), loop.name())));
    }

    private static Optional<Path> image(Path device) throws IOException {
        try {
            String file = Files.readString(device.resolve("loop/backing_file")).strip();
            return Optional.of(
                    Path.of(file.endsWith(DELETED) ? file.substring(0, file.length() - DELETED.length()) : file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
