package dev.headwater.e2e.bench;

import dev.headwater.e2e.world.Repository;
import dev.headwater.e2e.world.WorldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A repository of 50,000 small files, in which each commit after the first changes five. */
final class CheckoutTree {
    static final int FILES = 50_000;

    private static final int FILES_PER_DIRECTORY = 50;
    private static final int CHANGED_FILES = 5;

    private final Path folder;

    CheckoutTree(Path folder) {
        this.folder = folder;
    }

    /** Pushes so many commits to {@code url}, and returns their ids, the oldest first. */
    List<String> push(String url, int commits) {
        try {
            for (var file = 0; file < FILES; file++) {
                write(file, "first");
            }
            var repository = Repository.init(folder);
            var ids = new ArrayList<>(List.of(repository.commitAll("All files")));
            for (var commit = 1; commit < commits; commit++) {
                for (var change = 0; change < CHANGED_FILES; change++) {
                    write((commit * 7919 + change * 1009) % FILES, "commit " + commit);
                }
                ids.add(repository.commitAll("Five files"));
            }
            repository.push(url);
            return ids;
        } catch (IOException e) {
            throw new WorldException("The tree could not be made in " + folder + ": " + e.getMessage(), e);
        }
    }

    void delete() {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(int file, String text) throws IOException {
        var directory = folder.resolve("d%04d".formatted(file / FILES_PER_DIRECTORY));
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("file%05d.txt".formatted(file)), "%d %s%n".formatted(file, text));
    }
}
