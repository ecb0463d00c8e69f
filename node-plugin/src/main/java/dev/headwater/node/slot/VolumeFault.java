package dev.headwater.node.slot;

/** What is wrong with a restored volume. */
public record VolumeFault(Kind kind, String sentence) {

    /** The words of {@code status.slot.rejected}. */
    public enum Kind {
        /** The kernel has seen errors in the file system, or cannot read it. */
        FileSystemBroken,
        /** The volume does not say that it is the one asked for. */
        RecordMismatch
    }
}
