package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The machine's control groups: on cgroup v1 there is one tree per controller, on v2 a single one. */
final class Cgroups {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String CONTROLLERS = "cgroup.controllers";

    private Cgroups() {}

    /** Makes a group whose members may be limited in every way; a kubelet makes its own, but not the one that it is told to stay in. */
    static void make(String group) {
        try {
            for (Path tree : trees()) {
                Path made = tree;
                for (Path name : Path.of(group)) {
                    made = makeIn(made, name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parents come before children. */
    static List<Path> below(String group) {
        return trees().stream()
                .map(tree -> tree.resolve(group))
                .filter(Files::isDirectory)
                .flatMap(Cgroups::walk)
                .toList();
    }

    private static Path makeIn(Path parent, Path name) throws IOException {
        if (isUnified()) {
            for (String controller :
                    Files.readString(parent.resolve(CONTROLLERS)).strip().split(" ")) {
                Files.writeString(parent.resolve("cgroup.subtree_control"), "+" + controller);
            }
        }
        Path made = Files.createDirectories(parent.resolve(name));
        if (!isUnified()) {
            giveProcessorsAndMemory(parent, made);
        }
        return made;
    }

    /** cpuset starts without them, and no process could enter. */
    private static void giveProcessorsAndMemory(Path parent, Path made) throws IOException {
        for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
            if (Files.exists(made.resolve(file))) {
                Files.writeString(made.resolve(file), Files.readString(parent.resolve(file)));
            }
        }
    }

    private static boolean isUnified() {
        return Files.exists(ROOT.resolve(CONTROLLERS));
    }

    private static List<Path> trees() {
        if (isUnified()) {
            return List.of(ROOT);
        }
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> !Files.isSymbolicLink(folder))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> walk(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isDirectory).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
