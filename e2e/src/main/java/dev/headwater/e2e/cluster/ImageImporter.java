package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Brings images into a node's container runtime: only those that it does not have in just this form. */
final class ImageImporter {
    private static final String LABEL = "headwater.dev/config";

    private final Path images;
    private final String socket;

    /**
     * @param images folder with {@code index}, one {@code <config>.json} per image and {@code layers/<digest>.tar}
     * @param socket containerd's
     */
    ImageImporter(Path images, Path socket) {
        this.images = images;
        this.socket = socket.toString();
    }

    /** Imports and returns what was imported. */
    List<Image> importMissing() {
        return importMissing(image -> true);
    }

    /** Imports, of those that are wanted, the missing ones, and returns them. */
    List<Image> importMissing(Predicate<Image> wanted) {
        List<String> present = Command.run("ctr", "--address", socket, "--namespace", "k8s.io", "images", "list")
                .lines()
                .toList();
        List<Image> missing = index().stream()
                .filter(wanted)
                .filter(image -> present.stream().noneMatch(line -> isSame(image, line)))
                .toList();
        if (!missing.isEmpty()) {
            transfer(missing);
            missing.forEach(this::label);
        }
        return missing;
    }

    /** The images of the folder. */
    List<Image> index() {
        try (Stream<String> lines = Files.lines(images.resolve("index"))) {
            return lines.map(Image::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSame(Image image, String line) {
        return line.startsWith(image.fullReference() + " ") && line.contains(LABEL + "=" + image.config());
    }

    /** One archive for all of them, so that a layer that several share travels once. */
    private void transfer(List<Image> missing) {
        try {
            Path folder = Files.createTempDirectory("headwater-images");
            Path manifest = folder.resolve("manifest.json");
            Files.writeString(manifest, Image.manifest(missing));
            var pack = new ArrayList<String>(
                    List.of("tar", "-ch", "-C", folder.toString(), "manifest.json", "-C", images.toString()));
            missing.forEach(image -> pack.add(image.config() + ".json"));
            missing.stream()
                    .flatMap(image -> image.layers().stream())
                    .distinct()
                    .forEach(layer -> pack.add("layers/" + layer + ".tar"));
            pipe(pack, List.of("ctr", "--address", socket, "--namespace", "k8s.io", "images", "import", "-"));
            Files.delete(manifest);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pipe(List<String> from, List<String> to) throws IOException {
        List<Process> both = ProcessBuilder.startPipeline(List.of(
                new ProcessBuilder(from).redirectError(ProcessBuilder.Redirect.INHERIT),
                new ProcessBuilder(to).redirectErrorStream(true)));
        String said = new String(both.getLast().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (Process process : both) {
            if (process.onExit().join().exitValue() != 0) {
                throw new ClusterException("Importing images failed: " + said.strip());
            }
        }
    }

    private void label(Image image) {
        Command.run(
                "ctr",
                "--address",
                socket,
                "--namespace",
                "k8s.io",
                "images",
                "label",
                image.fullReference(),
                LABEL + "=" + image.config());
    }
}
