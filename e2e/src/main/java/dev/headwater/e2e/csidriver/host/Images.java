package dev.headwater.e2e.csidriver.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The bytes of volumes and snapshots: one sparse file each, named by id. */
public final class Images {
    private static final String SUFFIX = ".img";

    private final Path dir;

    /** The images in {@code dir}, which lies on the scratch. */
    public Images(Path dir) throws IOException {
        this.dir = Files.createDirectories(dir).toRealPath();
    }

    /** The file of a volume or snapshot, there or not. */
    public Path of(String id) {
        return dir.resolve(id + SUFFIX);
    }

    /** All image files lie below this directory. */
    public Path dir() {
        return dir;
    }

    /** A file of zeros that takes no space. */
    public void blank(String id, long bytes) throws IOException {
        resize(next(id), bytes);
        commit(id);
    }

    /**
     * A copy that shares all blocks with its source. The kernel writes back and freezes the source file for the moment
     * of the copy; what a mounted file system still holds in memory is not in it, as with any block snapshot.
     */
    public void copy(String source, String id, long bytes) throws IOException, InterruptedException {
        Commands.run("cp", "--reflink=always", of(source).toString(), next(id).toString());
        resize(next(id), bytes);
        commit(id);
    }

    /** Makes the file larger. */
    public void grow(String id, long bytes) throws IOException {
        resize(of(id), bytes);
    }

    /** Deletes the file if it is there. */
    public void delete(String id) throws IOException {
        Files.deleteIfExists(of(id));
    }

    /** Deletes what a killed driver made and never wrote into its catalog; returns the names of the files. */
    public List<String> sweep(Set<String> known) throws IOException {
        List<Path> orphans;
        try (Stream<Path> files = Files.list(dir)) {
            orphans = files.filter(f -> !known.contains(idOf(f))).toList();
        }
        for (Path orphan : orphans) {
            Files.delete(orphan);
        }
        return orphans.stream().map(f -> f.getFileName().toString()).toList();
    }

    private static String idOf(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
    }

    private Path next(String id) {
        return dir.resolve(id + ".next");
    }

    private void commit(String id) throws IOException {
        Files.move(next(id), of(id), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void resize(Path file, long bytes) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
    }
}
