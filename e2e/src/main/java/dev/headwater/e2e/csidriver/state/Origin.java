package dev.headwater.e2e.csidriver.state;

/** Where the first bytes of a volume came from; kept after the source is gone. */
public sealed interface Origin {
    /** Nothing: the volume was born without a file system. */
    record Blank() implements Origin {}

    /** Restored from a snapshot. */
    record FromSnapshot(String snapshotId) implements Origin {}

    /** Cloned from a living volume. */
    record FromVolume(String volumeId) implements Origin {}

    /** The stored form: {@code blank}, {@code snapshot:ID} or {@code volume:ID}. */
    default String text() {
        return switch (this) {
            case Blank _ -> "blank";
            case FromSnapshot(String id) -> "snapshot:" + id;
            case FromVolume(String id) -> "volume:" + id;
        };
    }

    /** Reads {@link #text()}. */
    static Origin parse(String text) {
        String id = text.substring(text.indexOf(':') + 1);
        return switch (text.substring(0, text.length() - id.length())) {
            case "snapshot:" -> new FromSnapshot(id);
            case "volume:" -> new FromVolume(id);
            default -> new Blank();
        };
    }
}
