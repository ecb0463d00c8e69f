package dev.headwater.node.record;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Records of one kind, one JSON file each, in memory too. A record that {@link #put} returned from survives a power cut. */
public class RecordStore<T> {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final Map<String, T> records = new ConcurrentHashMap<>();

    /**
     * Opens the store in {@code directory}, which is made if need be, and reads what is there.
     *
     * @throws IOException also for a record that cannot be understood: forgetting it would leak what it speaks of
     */
    public RecordStore(Path directory, Class<T> type) throws IOException {
        this.directory = Files.createDirectories(directory);
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                records.put(
                        name.substring(0, name.length() - SUFFIX.length()),
                        JSON.readValue(Files.readAllBytes(file), type));
            }
        }
    }

    public Optional<T> get(String name) {
        return Optional.ofNullable(records.get(name));
    }

    public List<T> all() {
        return List.copyOf(records.values());
    }

    /** Writes the record down for good. */
    public void put(String name, T record) throws IOException {
        var temporary = directory.resolve(name + ".tmp");
        try (var file = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(record));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(temporary, file(name), StandardCopyOption.ATOMIC_MOVE);
        flushDirectory();
        records.put(name, record);
    }

    /** Forgets the record; an unknown one is fine. */
    public void remove(String name) throws IOException {
        Files.deleteIfExists(file(name));
        flushDirectory();
        records.remove(name);
    }

    private Path file(String name) {
        return directory.resolve(name + SUFFIX);
    }

    private void flushDirectory() throws IOException {
        try (var handle = FileChannel.open(directory, StandardOpenOption.READ)) {
            handle.force(true);
        }
    }
}
