package dev.headwater.keeper.seal;

import dev.headwater.control.Fields;
import dev.headwater.control.Marker;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Optional;

/**
 * The file by which a job says what its volume is worth: with a value, the snapshot is to carry it; without one, the job must have made it. What
 * stands in its place or on the way to it is never followed, and never removed if it is a directory.
 */
public final class MarkerFile {
    private static final String BEING_WRITTEN = "marker";
    private static final String REFUSAL = "save=false";
    private static final int MAX_REFUSAL = 64;

    private final Volume volume;

    public MarkerFile(Volume volume) {
        this.volume = volume;
    }

    /** Where the marker is: its directory, opened, and its name in it. */
    private record Place(String directory, String name) {
        static Place of(String file) {
            var slash = file.lastIndexOf('/');
            return new Place(slash < 0 ? "" : file.substring(0, slash), file.substring(slash + 1));
        }
    }

    /**
     * Writes the marker's value, or looks whether the marker is there.
     *
     * @return {@code marker}, of one without a value: {@code Present}, or {@code Missing} also where it consists of {@code save=false};
     *     {@code message}, where a value could not be written
     */
    public Fields settle(Marker marker) {
        var place = Place.of(marker.file());
        var details = new Fields.Builder();
        return marker.value()
                .map(value -> details.with(
                        "message",
                        write(place, value)
                                .map(why -> "The marker %s could not be written: %s".formatted(marker.file(), why))))
                .orElseGet(() -> details.with(Marker.REPORTED, isPresent(place) ? Marker.PRESENT : Marker.MISSING))
                .build();
    }

    /** Why it could not be written; the volume's record carries the value all the same. */
    private Optional<String> write(Place place, String value) {
        try (var directory = volume.make(place.directory());
                var own = volume.own()) {
            if (directory.kind(place.name()) == Kind.DIRECTORY) {
                return Optional.of("a directory is in its place.");
            }
            own.write(BEING_WRITTEN, value.getBytes(StandardCharsets.UTF_8));
            own.move(BEING_WRITTEN, directory, place.name());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (OrderFailedException e) {
            return Optional.of(e.sentence());
        }
    }

    private boolean isPresent(Place place) {
        try {
            var directory = volume.findUnobstructed(place.directory());
            if (directory.isEmpty()) {
                return false;
            }
            try (var parent = directory.get()) {
                return parent.kind(place.name()) == Kind.FILE && !isRefusal(parent, place.name());
            }
        } catch (IOException | OrderFailedException e) {
            return false;
        }
    }

    /** A file that cannot be read says nothing against itself. */
    private static boolean isRefusal(Directory parent, String name) throws IOException {
        try {
            return parent.read(name, MAX_REFUSAL)
                    .map(content -> new String(content, StandardCharsets.UTF_8).strip())
                    .filter(REFUSAL::equals)
                    .isPresent();
        } catch (FileSystemException e) {
            return false;
        }
    }
}
