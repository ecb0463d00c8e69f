package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
                .flatMap(tree -> walk(tree).stream())
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

    /** The folder and all below it. Groups come and go with containers while this looks: what goes is not missed. */
    static List<Path> walk(Path root) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    found.add(folder);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path gone, IOException e) throws IOException {
                    return unlessGone(gone, e);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                    return e == null ? FileVisitResult.CONTINUE : unlessGone(folder, e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static FileVisitResult unlessGone(Path path, IOException e) throws IOException {
        if (e instanceof NoSuchFileException || !Files.exists(path)) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }
}
