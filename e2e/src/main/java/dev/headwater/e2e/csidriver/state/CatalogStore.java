package dev.headwater.e2e.csidriver.state;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The catalog on disk: one small file per volume, snapshot and node, replaced atomically, read anew for each request.
 * So a killed driver loses nothing, and the drivers of several nodes may share one directory.
 */
public final class CatalogStore {
    private static final String SUFFIX = ".properties";

    private final Path volumes;
    private final Path snapshots;
    private final Path nodes;
    private final Path lockFile;
    private final ReentrantLock threads = new ReentrantLock();

    /** Work on the catalog that nobody else sees half done. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it, given the catalog of now. */
        T on(Catalog catalog) throws IOException, InterruptedException;
    }

    /** Opens the store below {@code stateDir}, making its directories. */
    public CatalogStore(Path stateDir) throws IOException {
        volumes = Files.createDirectories(stateDir.resolve("volumes"));
        snapshots = Files.createDirectories(stateDir.resolve("snapshots"));
        nodes = Files.createDirectories(stateDir.resolve("nodes"));
        lockFile = stateDir.resolve("lock");
    }

    /** Runs {@code work} alone, in this process and among all that share the directory. */
    public <T> T exclusively(Work<T> work) throws IOException, InterruptedException {
        threads.lockInterruptibly();
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            return work.on(read());
        } finally {
            threads.unlock();
        }
    }

    /** The catalog of now, without waiting for anybody. */
    public Catalog read() throws IOException {
        Map<String, BlockVolume> byVolume = new TreeMap<>();
        for (Properties stored : all(volumes)) {
            BlockVolume volume = BlockVolume.of(stored);
            byVolume.put(volume.id(), volume);
        }
        Map<String, BlockSnapshot> bySnapshot = new TreeMap<>();
        for (Properties stored : all(snapshots)) {
            BlockSnapshot snapshot = BlockSnapshot.of(stored);
            bySnapshot.put(snapshot.id(), snapshot);
        }
        Map<String, String> zones = new TreeMap<>();
        for (Properties stored : all(nodes)) {
            zones.put(stored.getProperty("id"), stored.getProperty("zone"));
        }
        return new Catalog(byVolume, bySnapshot, zones);
    }

    /** Stores a volume, new or changed. */
    public void put(BlockVolume volume) throws IOException {
        write(volumes.resolve(volume.id() + SUFFIX), volume.toProperties());
    }

    /** Stores a new snapshot. */
    public void put(BlockSnapshot snapshot) throws IOException {
        write(snapshots.resolve(snapshot.id() + SUFFIX), snapshot.toProperties());
    }

    /** Makes a node known, so that volumes can be attached to it. */
    public void putNode(String id, String zone) throws IOException {
        Properties node = new Properties();
        node.setProperty("id", id);
        node.setProperty("zone", zone);
        write(nodes.resolve(HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8)) + SUFFIX), node);
    }

    /** Forgets what {@code removal} names. */
    public void remove(Removal removal) throws IOException {
        for (String id : removal.snapshots()) {
            Files.deleteIfExists(snapshots.resolve(id + SUFFIX));
        }
        for (String id : removal.volumes()) {
            Files.deleteIfExists(volumes.resolve(id + SUFFIX));
        }
    }

    private static List<Properties> all(Path dir) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(dir)) {
            files = entries.filter(f -> f.toString().endsWith(SUFFIX)).toList();
        }
        return files.stream().flatMap(CatalogStore::load).toList();
    }

    /** A reader takes no lock, so a file may vanish between listing and opening: deleted is deleted. */
    private static Stream<Properties> load(Path file) {
        Properties stored = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            stored.load(in);
        } catch (NoSuchFileException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Stream.of(stored);
    }

    private static void write(Path file, Properties stored) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (Writer out = Files.newBufferedWriter(next)) {
            stored.store(out, null);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
