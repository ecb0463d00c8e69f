package dev.headwater.node.walk;

import dev.headwater.control.ControlFileException;
import dev.headwater.control.StateFile;
import dev.headwater.node.control.Inbox;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.slot.Printable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a job's steps wrote into the state file, from one byte on, about the volume of one run.
 *
 * @param end the byte up to which it was read
 */
record Heard(StateFile words, long end) {
    private static final Logger LOG = System.getLogger(Heard.class.getName());

    /**
     * Reads it; a file that cannot be read says nothing but that.
     *
     * @param runs all of the slot
     * @param from a file that is shorter by now is read from its beginning
     */
    static Heard of(Inbox inbox, RunRecord run, List<RunRecord> runs, long from) {
        var heard = read(inbox, run, runs, from);
        heard.ignored()
                .ifPresent(ignored -> LOG.log(
                        Level.WARNING,
                        "{0}: ignored in the state file: {1}",
                        run.ask().run(),
                        ignored));
        return heard;
    }

    private static Heard read(Inbox inbox, RunRecord run, List<RunRecord> runs, long from) {
        try {
            var bytes = inbox.state();
            var start = from <= bytes.length ? Math.toIntExact(from) : 0;
            var names = runs.stream().map(RunRecord::volume).collect(Collectors.toSet());
            return new Heard(
                    StateFile.parse(Arrays.copyOfRange(bytes, start, bytes.length), run.volume(), names), bytes.length);
        } catch (ControlFileException e) {
            return new Heard(StateFile.unreadable(String.valueOf(e.getMessage())), 0);
        }
    }

    /** What was not understood, harmless to show. */
    Optional<String> ignored() {
        return Optional.of(String.join("; ", words.ignored()))
                .filter(text -> !text.isEmpty())
                .map(Printable::line);
    }
}
