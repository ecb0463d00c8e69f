package dev.headwater.node.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordStoreTest {
    private static final SlotRecord SLOT = new SlotRecord(
            "/k/pods/u/volumes/kubernetes.io~csi/s/mount", SlotRecord.Kind.SLOT, "ci", "runner", "u", "s", null);

    @TempDir
    Path directory;

    private RecordStore<SlotRecord> open() throws IOException {
        return new RecordStore<>(directory, SlotRecord.class);
    }

    @Test
    void a_record_survives_its_writer() throws IOException {
        open().put("one", SLOT.latch(Map.of("ref", "refs/heads/main")));

        assertThat(open().get("one")).contains(SLOT.latch(Map.of("ref", "refs/heads/main")));
    }

    @Test
    void a_removed_record_stays_removed() throws IOException {
        var store = open();
        store.put("one", SLOT);
        store.remove("one");
        store.remove("one");

        assertThat(open().all()).isEmpty();
    }

    @Test
    void a_half_written_record_is_not_read() throws IOException {
        open().put("one", SLOT);
        Files.writeString(directory.resolve("one.tmp"), "{\"target\":");

        assertThat(open().get("one")).contains(SLOT);
    }

    @Test
    void a_broken_record_is_not_forgotten_silently() throws IOException {
        Files.writeString(directory.resolve("one.json"), "{");

        assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    }
}
