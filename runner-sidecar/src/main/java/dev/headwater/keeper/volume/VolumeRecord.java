package dev.headwater.keeper.volume;

import dev.headwater.control.ControlFile;
import dev.headwater.control.ControlFileException;
import dev.headwater.control.Fields;
import dev.headwater.control.Layout;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code .headwater/record}: what the volume says of its own origin. It is for people, and for the clock guard; it was writable by every job
 * since, so no decision about trust, lane or order reads it.
 */
public final class VolumeRecord {
    public static final String FILE = Layout.VOLUME_RECORD;
    public static final String SAVED_AT = "saved-at";

    /** The builder's clock when the volume was sealed; empty where no readable record says so. */
    public static Optional<Instant> savedAt(Volume volume) throws IOException {
        var own = volume.ownIfPresent();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        try (var directory = own.get()) {
            var content = directory.read(FILE, ControlFile.MAX_BYTES);
            return content.isEmpty()
                    ? Optional.empty()
                    : ControlFile.parse(content.get()).optional(SAVED_AT).map(Instant::parse);
        } catch (ControlFileException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Writes the record through to the disk. */
    public static void write(Volume volume, Fields fields) throws IOException {
        try (var own = volume.own()) {
            own.write(FILE, ControlFile.format(fields.values()));
        }
    }

    private VolumeRecord() {}
}
