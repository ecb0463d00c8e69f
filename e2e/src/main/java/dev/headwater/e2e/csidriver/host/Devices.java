package dev.headwater.e2e.csidriver.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Brings a volume's device to a directory and away from it, the way a node plugin does. */
public final class Devices {
    private final Loops loops;
    private final Mounts mounts;

    /** Works on the machine's loops and mounts. */
    public Devices(Loops loops, Mounts mounts) {
        this.loops = loops;
        this.mounts = mounts;
    }

    /**
     * Mounts the device at {@code point}, formatting it first if it is blank, checking and growing what is on it.
     *
     * @throws IOException if another file system is on the device or at the point, or a program fails
     */
    public void stage(Loop loop, FileSystem wanted, List<String> flags, Path point)
            throws IOException, InterruptedException {
        Files.createDirectories(point);
        if (!present(loop, point)) {
            prepare(loop.device(), wanted);
            mounts.mount(loop, wanted, flags, point);
            wanted.afterMount(loop.device(), point);
        }
    }

    /** Shows what is staged at {@code staged} also at {@code target}; made once, however often it is asked. */
    public void publish(Path staged, Path target, Mounts.Access access) throws IOException, InterruptedException {
        Mounts.Entry source = mounts.at(staged)
                .orElseThrow(() -> new IOException("Nothing is staged at " + staged + "; stage the volume first."));
        Files.createDirectories(target);
        Optional<Mounts.Entry> there = mounts.at(target);
        if (there.isEmpty()) {
            mounts.bind(staged, target, access);
        } else if (!there.get().number().equals(source.number())) {
            throw new IOException(target + " already shows another file system.");
        }
    }

    /** Ends {@link #publish}; removes the directory, which must be empty then. */
    public void unpublish(Path target) throws IOException, InterruptedException {
        mounts.unmount(target);
        Files.deleteIfExists(target);
    }

    /** Grows the device to its image and the file system at {@code point} to the device. */
    public void grow(Loop loop, Path point) throws IOException, InterruptedException {
        loops.resize(loop);
        String type = FileSystem.on(loop.device())
                .orElseThrow(() -> new IOException("There is no file system on " + loop.device() + "."));
        FileSystem.named(type)
                .orElseThrow(() -> new IOException("Cannot grow a " + type + "."))
                .growMounted(loop.device(), point);
    }

    /**
     * Whether {@code point} shows the device.
     *
     * @throws IOException if it shows another one
     */
    public boolean present(Loop loop, Path point) throws IOException {
        Optional<Mounts.Entry> there = mounts.at(point);
        if (there.isPresent() && !there.get().number().equals(loop.number())) {
            throw new IOException(point + " already shows another file system.");
        }
        return there.isPresent();
    }

    private static void prepare(String device, FileSystem wanted) throws IOException, InterruptedException {
        Optional<String> found = FileSystem.on(device);
        if (found.isEmpty()) {
            wanted.format(device);
        } else if (found.get().equals(wanted.type())) {
            wanted.beforeMount(device);
        } else {
            throw new IOException(
                    "The volume carries " + found.get() + ", not the " + wanted.type() + " that was asked for.");
        }
    }
}
