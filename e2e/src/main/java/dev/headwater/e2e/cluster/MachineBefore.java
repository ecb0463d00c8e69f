package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The machine as it was before the cluster came, so that {@code down} can put it back.
 *
 * @param bootId the boot in which it was recorded; after another boot the settings say nothing any more
 * @param settings kernel settings (as named by sysctl) that the cluster or a kubelet changes
 * @param absentFolders folders that its programs make in places of which they cannot be talked out
 */
record MachineBefore(String bootId, TreeMap<String, String> settings, List<Path> absentFolders) {
    private static final List<String> SETTINGS = List.of(
            "net.ipv4.ip_forward",
            "vm.overcommit_memory",
            "vm.panic_on_oom",
            "kernel.panic",
            "kernel.panic_on_oops",
            "kernel.keys.root_maxkeys",
            "kernel.keys.root_maxbytes");

    /** Children before parents. */
    static final List<Path> FOLDERS = List.of(
            Path.of("/run/containerd/s"),
            Path.of("/run/containerd"),
            Path.of("/var/lib/cni/results"),
            Path.of("/var/lib/cni/cache"),
            Path.of("/var/lib/cni"),
            Path.of("/var/log/containers"),
            Path.of("/var/lib/kubelet/device-plugins"),
            Path.of("/var/lib/kubelet"));

    static MachineBefore observe() {
        return new MachineBefore(
                currentBoot(),
                currentSettings(),
                FOLDERS.stream().filter(folder -> !Files.exists(folder)).toList());
    }

    static TreeMap<String, String> currentSettings() {
        var settings = new TreeMap<String, String>();
        for (String name : SETTINGS) {
            Path file = file(name);
            if (Files.isReadable(file)) {
                settings.put(name, read(file));
            }
        }
        return settings;
    }

    static String currentBoot() {
        return read(Path.of("/proc/sys/kernel/random/boot_id"));
    }

    static Path file(String setting) {
        return Path.of("/proc/sys", setting.replace('.', '/'));
    }

    static MachineBefore load(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var settings = new TreeMap<String, String>();
        SETTINGS.stream()
                .filter(properties::containsKey)
                .forEach(name -> settings.put(name, properties.getProperty(name)));
        return new MachineBefore(
                properties.getProperty("boot"),
                settings,
                FOLDERS.stream()
                        .filter(folder -> properties.containsKey(folder.toString()))
                        .toList());
    }

    void save(Path file) {
        var properties = new Properties();
        properties.setProperty("boot", bootId);
        properties.putAll(settings);
        absentFolders.forEach(folder -> properties.setProperty(folder.toString(), "absent"));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
