package dev.headwater.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one that was given the same number.
 *
 * @param pid the kernel's number
 * @param startTicks when it started, in clock ticks since boot (field 22 of /proc/PID/stat, proc(5))
 */
record ProcessIdentity(long pid, long startTicks) {
    private static final int STATE = 0;
    private static final int START_TIME = 19;

    /** The process that has this number now; empty when there is none or when it is only waiting to be reaped. */
    static Optional<ProcessIdentity> of(long pid) {
        try {
            return fromStat(pid, Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Reads the line of proc(5); the name in its second field may itself hold spaces and brackets. */
    static Optional<ProcessIdentity> fromStat(long pid, String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        if (fields[STATE].equals("Z") || fields[STATE].equals("X")) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TIME])));
    }

    static Optional<ProcessIdentity> parse(String line) {
        String[] words = line.strip().split(" ");
        try {
            return Optional.of(new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1])));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException halfWritten) {
            return Optional.empty();
        }
    }

    String format() {
        return pid + " " + startTicks;
    }

    boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Asks it to end; nothing happens if it is gone already. */
    void terminate() {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }

    void kill() {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
