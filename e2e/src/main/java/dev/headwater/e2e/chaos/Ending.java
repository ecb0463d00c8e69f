package dev.headwater.e2e.chaos;

/** What a job says of its volume at its end. */
enum Ending {
    /** {@code headwater save}. */
    SAVE,
    /** {@code headwater skip}. */
    SKIP,
    /** Nothing: it just ends. */
    SILENT
}
