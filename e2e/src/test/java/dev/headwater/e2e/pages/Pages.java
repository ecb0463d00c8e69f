package dev.headwater.e2e.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Markdown of the repository. */
public final class Pages {
    /** The repository, seen from this module. */
    public static final Path REPOSITORY = Path.of("..");

    private static final Pattern FENCE =
            Pattern.compile("(?<indent> *)(?<fence>```+|~~~+) *(?<language>[A-Za-z0-9_-]*).*");
    private static final Set<String> NOT_WRITTEN_HERE = Set.of("target", "node_modules");

    private Pages() {}

    /** Of all pages. */
    public static List<Block> blocks() {
        return pages().stream().flatMap(page -> of(page).stream()).toList();
    }

    /** Of one page, as in {@code docs/how-to/arc.md}. */
    public static List<Block> of(String page) {
        try {
            return blocks(page, Files.readAllLines(REPOSITORY.resolve(page)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> blocks(String page, List<String> lines) {
        var blocks = new ArrayList<Block>();
        for (int first = 0; first < lines.size(); first++) {
            var fence = FENCE.matcher(lines.get(first));
            if (fence.matches()) {
                var last = end(lines, first, fence.group("fence"))
                        .orElseThrow(() -> new IllegalStateException("A block of " + page + " is not closed."));
                var text = lines.subList(first + 1, last).stream()
                        .map(line -> without(fence.group("indent"), line) + "\n")
                        .collect(Collectors.joining());
                blocks.add(new Block(page, first + 1, fence.group("language"), text));
                first = last;
            }
        }
        return blocks;
    }

    private static Optional<Integer> end(List<String> lines, int first, String fence) {
        for (int line = first + 1; line < lines.size(); line++) {
            if (lines.get(line).strip().equals(fence)) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private static String without(String indent, String line) {
        return line.startsWith(indent) ? line.substring(indent.length()) : line.stripLeading();
    }

    private static List<String> pages() {
        var pages = new ArrayList<String>();
        try {
            Files.walkFileTree(REPOSITORY, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return isSkipped(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md")) {
                        pages.add(REPOSITORY.relativize(file).toString());
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages.stream().sorted().toList();
    }

    private static boolean isSkipped(Path folder) {
        var name = folder.getFileName().toString();
        return !folder.equals(REPOSITORY) && (name.startsWith(".") || NOT_WRITTEN_HERE.contains(name));
    }
}
