package dev.headwater.keeper.hygiene;

import java.io.PrintStream;

/** Tells the keeper, a line for each fact: {@code WORD ARGUMENT...}. */
final class Teller implements Findings {
    static final String FOUND = "found";
    static final String SCRUBBED = "scrubbed";
    static final String SWEPT = "swept";
    static final String LEFT = "left";
    static final String DONE = "done";

    /** More than a report holds: some may turn out to be none. */
    static final int MAX_FINDINGS = 256;

    private final PrintStream output;
    private int found;
    private long searchedFiles;

    Teller(PrintStream output) {
        this.output = output;
    }

    @Override
    public void found(String rule, String path) {
        found++;
        tell(FOUND, rule + " " + path);
    }

    @Override
    public void scrubbed(String path) {
        tell(SCRUBBED, path);
    }

    @Override
    public void swept(String path) {
        tell(SWEPT, path);
    }

    @Override
    public void left(String path, String why) {
        tell(LEFT, (path.isEmpty() ? "the volume's root" : "'" + path + "'") + " (" + why + ")");
    }

    @Override
    public void searched() {
        searchedFiles++;
    }

    @Override
    public boolean isEnough() {
        return found >= MAX_FINDINGS;
    }

    /** All was looked at, or enough was found. */
    void end(long searchedBytes) {
        tell(DONE, searchedFiles + " " + searchedBytes);
    }

    private void tell(String word, String rest) {
        output.println(word + " " + rest);
    }
}
