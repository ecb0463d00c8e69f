package dev.headwater.e2e.csidriver.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The file systems a volume may carry, handled as kubelet and the EBS driver do. */
public enum FileSystem {
    EXT4 {
        @Override
        void format(String device) throws IOException, InterruptedException {
            Commands.run("mkfs.ext4", "-q", "-F", "-m0", device);
        }

        // Replays the journal and repairs what can be repaired without asking (exit code 1 = repaired), then grows: off
        // line, since the kernel wants CAP_SYS_RESOURCE for ext4 on line; -f, since the check has just been made.
        @Override
        void beforeMount(String device) throws IOException, InterruptedException {
            Commands.Result result = Commands.attempt("e2fsck", "-p", device);
            if (result.exitCode() > 1) {
                throw new IOException("The file system on " + device + " is damaged: " + result.output());
            }
            Commands.run("resize2fs", "-f", device);
        }

        @Override
        void growMounted(String device, Path mountPoint) throws IOException, InterruptedException {
            Commands.run("resize2fs", device);
        }
    },
    XFS {
        @Override
        void format(String device) throws IOException, InterruptedException {
            Commands.run("mkfs.xfs", "-q", "-f", device);
        }

        // Nothing: xfs repairs itself at mount, and grows only when mounted.
        @Override
        void beforeMount(String device) {}

        @Override
        void growMounted(String device, Path mountPoint) throws IOException, InterruptedException {
            Commands.run("xfs_growfs", "-d", mountPoint.toString());
        }

        @Override
        void afterMount(String device, Path mountPoint) throws IOException, InterruptedException {
            growMounted(device, mountPoint);
        }

        // A restored volume carries the UUID of its source, which may be mounted on the same node.
        @Override
        List<String> ownOptions() {
            return List.of("nouuid");
        }
    };

    private static final int NOTHING_FOUND = 2;

    abstract void format(String device) throws IOException, InterruptedException;

    /** Makes an existing file system fit to be mounted on its device, which may be larger by now. */
    abstract void beforeMount(String device) throws IOException, InterruptedException;

    /** Grows a mounted file system to its device. */
    abstract void growMounted(String device, Path mountPoint) throws IOException, InterruptedException;

    /** What is left to do once it is mounted. */
    void afterMount(String device, Path mountPoint) throws IOException, InterruptedException {}

    List<String> ownOptions() {
        return List.of();
    }

    /** The option list for mount, {@code flags} of the volume capability included. */
    String mountOptions(List<String> flags) {
        List<String> options = new ArrayList<>(List.of("rw"));
        options.addAll(ownOptions());
        options.addAll(flags);
        return String.join(",", options);
    }

    /** The name kernel and Kubernetes use: {@code ext4}, {@code xfs}. */
    public String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The file system of that name, if it is one of these. */
    public static Optional<FileSystem> named(String type) {
        return List.of(values()).stream().filter(f -> f.type().equals(type)).findFirst();
    }

    /** The name of what is on {@code device}, read from the device itself; nothing if it is blank. */
    static Optional<String> on(String device) throws IOException, InterruptedException {
        Commands.Result result = Commands.attempt("blkid", "-p", "-s", "TYPE", "-o", "value", device);
        return switch (result.exitCode()) {
            case 0 -> Optional.of(result.output());
            case NOTHING_FOUND -> Optional.empty();
            default -> throw new IOException("Cannot tell what is on " + device + ": " + result.output());
        };
    }
}
