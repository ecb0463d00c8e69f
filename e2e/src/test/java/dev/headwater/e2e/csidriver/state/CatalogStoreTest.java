package dev.headwater.e2e.csidriver.state;

import static dev.headwater.e2e.csidriver.state.Clouds.GIB;
import static dev.headwater.e2e.csidriver.state.Clouds.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.e2e.csidriver.state.Behaviour.Dependence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogStoreTest {
    @TempDir
    Path dir;

    private CatalogStore store;

    @BeforeEach
    void open() throws IOException {
        store = new CatalogStore(dir);
    }

    @Test
    void what_was_put_is_read_by_the_next_process_whatever_its_text() throws IOException {
        BlockVolume volume = new BlockVolume(
                "vol-1", "a name\nwith = lines, ü", 3 * GIB, "z1", new Origin.FromSnapshot("snap-1"), Optional.of("n"));
        BlockVolume clone = new BlockVolume("vol-2", "b", GIB, "z1", new Origin.FromVolume("vol-1"), Optional.empty());
        BlockSnapshot snapshot =
                new BlockSnapshot("snap-1", "s", "vol-0", GIB, NOON, NOON.plusMillis(1), Optional.empty());
        BlockSnapshot inside = Clouds.snapshot("snap-2", "vol-1", Dependence.VOLUME);
        store.put(volume);
        store.put(clone);
        store.put(snapshot);
        store.put(inside);
        store.putNode("node/../one", "z1");

        Catalog read = new CatalogStore(dir).read();

        assertThat(read.volumes().values()).containsExactly(volume, clone);
        assertThat(read.snapshots().values()).containsExactly(snapshot, inside);
        assertThat(read.zones()).containsExactly(Map.entry("node/../one", "z1"));
    }

    @Test
    void a_removal_forgets_and_may_be_repeated() throws IOException {
        store.put(Clouds.volume("vol-1"));
        store.put(Clouds.snapshot("snap-1", "vol-1"));
        Removal removal = new Removal(List.of("vol-1"), List.of("snap-1"));

        store.remove(removal);
        store.remove(removal);

        assertThat(store.read().volumes()).isEmpty();
        assertThat(store.read().snapshots()).isEmpty();
    }

    @Test
    void a_half_written_record_of_a_killed_driver_does_not_count() throws IOException {
        Files.writeString(dir.resolve("volumes/vol-1.properties.next"), "id=vol-1");

        assertThat(store.read().volumes()).isEmpty();
    }

    @Test
    void work_on_the_catalog_never_overlaps() throws Exception {
        store.put(Clouds.volume("vol-1"));
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                all.add(threads.submit(() -> store.exclusively(catalog -> {
                    BlockVolume volume = catalog.volume("vol-1").orElseThrow();
                    store.put(volume.withSize(volume.sizeBytes() + 1));
                    return true;
                })));
            }
        }
        for (Future<?> one : all) {
            one.get();
        }

        assertThat(store.read().volume("vol-1").orElseThrow().sizeBytes()).isEqualTo(10 * GIB + 40);
    }
}
