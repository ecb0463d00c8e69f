package dev.headwater.e2e.csidriver.fault;

import dev.headwater.e2e.csidriver.fault.Rule.Fault;
import dev.headwater.e2e.csidriver.fault.Rule.Setting;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The rules in force for the drivers of one state directory: written by stories and people, read and used up by the
 * driver. Safe among threads and processes.
 */
public final class Faults {
    /** File locks are held by a process, not by a thread; this one keeps the threads apart. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path file;
    private final Path lockFile;

    /** The rules below {@code stateDir}, which exists. */
    public Faults(Path stateDir) {
        file = stateDir.resolve("faults");
        lockFile = stateDir.resolve("faults.lock");
    }

    /**
     * Adds rules behind the others. The first that hits a call is the one that counts; those of a group come before those for everybody.
     *
     * @param lines in the grammar of the package's description, for example {@code CreateSnapshot lose-answer once}
     * @throws IllegalArgumentException with a sentence, and nothing is added, if a line is malformed
     */
    public void add(String... lines) throws IOException {
        List<Rule> added = List.of(lines).stream().map(Rule::parse).toList();
        change(rules -> {
            List<Rule> all = new ArrayList<>(rules);
            all.addAll(added);
            return all;
        });
    }

    /** Removes the first rule that reads as {@code line}; a rule that is used up is gone already. */
    public void remove(String line) throws IOException {
        Rule removed = Rule.parse(line);
        change(rules -> {
            List<Rule> rest = new ArrayList<>(rules);
            rest.remove(removed);
            return rest;
        });
    }

    /** Removes all rules: the cloud is healthy again and behaves as on its command line. */
    public void clear() throws IOException {
        change(_ -> List.of());
    }

    /** The rules in force, in their order. */
    public List<Rule> rules() throws IOException {
        return locked(this::read);
    }

    /**
     * The rule that hits a call of {@code method} for a volume of {@code group}, used up by one. What a story does to its own volumes must
     * not depend on what others do to all.
     */
    Optional<Fault> take(String method, Optional<String> group) throws IOException {
        return locked(() -> {
            List<Rule> rules = read();
            Optional<Fault> hit = faults(rules).stream()
                    .filter(f -> f.hits(method, group))
                    .sorted(Comparator.comparing(f -> f.group().isEmpty()))
                    .findFirst();
            if (hit.isPresent() && hit.get().left() != Fault.ALWAYS) {
                List<Rule> rest = new ArrayList<>(rules);
                int place = rest.indexOf(hit.get());
                rest.remove(place);
                hit.get().spent().ifPresent(less -> rest.add(place, less));
                write(rest);
            }
            return hit;
        });
    }

    /** The settings in force, the later ones winning. */
    public Map<String, String> settings() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Rule rule : rules()) {
            if (rule instanceof Setting(String name, String value)) {
                settings.put(name, value);
            }
        }
        return settings;
    }

    private static List<Fault> faults(List<Rule> rules) {
        return rules.stream()
                .filter(Fault.class::isInstance)
                .map(Fault.class::cast)
                .toList();
    }

    private void change(UnaryOperator<List<Rule>> edit) throws IOException {
        locked(() -> {
            write(edit.apply(read()));
            return true;
        });
    }

    private List<Rule> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(Rule::parse)
                .toList();
    }

    private void write(List<Rule> rules) throws IOException {
        Path next = file.resolveSibling("faults.next");
        Files.write(next, rules.stream().map(Rule::text).toList());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T locked(Work<T> work) throws IOException {
        THREADS.lock();
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            return work.run();
        } finally {
            THREADS.unlock();
        }
    }
}
