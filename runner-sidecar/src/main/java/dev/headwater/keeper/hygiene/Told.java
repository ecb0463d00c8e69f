package dev.headwater.keeper.hygiene;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the program told, as far as it came. */
public final class Told {
    private static final int MAX_LINE = 4096;
    private static final int MAX_LOGGED = 100;

    private final Consumer<String> log;
    private final List<String> findings = new ArrayList<>();
    private Optional<String> left = Optional.empty();
    private long scrubbed;
    private long swept;
    private long searchedFiles;
    private long searchedBytes;
    private boolean done;
    private int logged;

    /** @param log gets a line for each of the first files that were scrubbed and swept */
    public Told(Consumer<String> log) {
        this.log = log;
    }

    /** Reads until the program's end. */
    public void read(InputStream output) throws IOException {
        var input = new BufferedInputStream(output);
        var line = new ByteArrayOutputStream();
        for (var c = input.read(); c >= 0; c = input.read()) {
            if (c == '\n') {
                take(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (line.size() < MAX_LINE) {
                line.write(c);
            }
        }
    }

    private synchronized void take(String line) {
        var space = line.indexOf(' ');
        var rest = line.substring(space + 1);
        switch (line.substring(0, Math.max(0, space))) {
            case Teller.FOUND -> found(rest);
            case Teller.SCRUBBED -> {
                scrubbed++;
                log(line);
            }
            case Teller.SWEPT -> {
                swept++;
                log(line);
            }
            case Teller.LEFT -> left = left.or(() -> Optional.of(rest));
            case Teller.DONE -> done(rest);
            default -> log("not understood: " + line);
        }
    }

    private void found(String finding) {
        if (findings.size() < Teller.MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    private void done(String counts) {
        var space = counts.indexOf(' ');
        searchedFiles = Long.parseLong(counts.substring(0, space));
        searchedBytes = Long.parseLong(counts.substring(space + 1));
        done = true;
    }

    private void log(String line) {
        if (logged++ < MAX_LOGGED) {
            log.accept(line);
        }
    }

    /** Each {@code RULE PATH}; at most {@value Teller#MAX_FINDINGS}. */
    public synchronized List<String> findings() {
        return List.copyOf(findings);
    }

    /** Whether the program ended early because nobody needs more. */
    public synchronized boolean isEnough() {
        return findings.size() >= Teller.MAX_FINDINGS;
    }

    /** The first entry that was left as it is though it should not, and why. */
    public synchronized Optional<String> left() {
        return left;
    }

    /** Whether the program came to its end. */
    public synchronized boolean isDone() {
        return done;
    }

    public synchronized long scrubbedFiles() {
        return scrubbed;
    }

    public synchronized long sweptFiles() {
        return swept;
    }

    public synchronized long searchedFiles() {
        return searchedFiles;
    }

    public synchronized long searchedBytes() {
        return searchedBytes;
    }
}
