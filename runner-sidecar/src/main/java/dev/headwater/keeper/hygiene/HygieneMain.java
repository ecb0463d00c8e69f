package dev.headwater.keeper.hygiene;

import dev.headwater.keeper.kernel.Kernel;
import dev.headwater.keeper.kernel.KernelException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The program: {@code HygieneMain VOLUME CHANGED-SINCE FLAG...}, the second in seconds since 1970, the flags those of {@link Hygiene}. What it
 * finds and does it tells line by line, so that nothing of it is lost if it is ended; {@link Told} reads them.
 */
public final class HygieneMain {

    public static void main(String[] arguments) throws KernelException {
        var output = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var changedSince = Long.parseLong(arguments[1]);
        run(arguments[0], changedSince, hygiene(List.of(arguments).subList(2, arguments.length)), output);
    }

    /** The arguments that {@link #main} understands. */
    public static List<String> arguments(String volume, Instant changedSince, Hygiene hygiene) {
        var arguments = new ArrayList<>(List.of(volume, Long.toString(changedSince.getEpochSecond())));
        arguments.addAll(hygiene.flags());
        return arguments;
    }

    private static Hygiene hygiene(List<String> flags) {
        var hygiene = Hygiene.DEFAULT;
        for (var i = 0; i + 1 < flags.size(); i += 2) {
            var flag = flags.get(i);
            hygiene = hygiene.with(flag, flags.get(i + 1)).orElseThrow(() -> new IllegalArgumentException(flag));
        }
        return hygiene;
    }

    private static void run(String volume, long changedSince, Hygiene hygiene, PrintStream output)
            throws KernelException {
        var kernel = new Kernel();
        var teller = new Teller(output);
        var search = new FileSearch(kernel);
        var work = new FileWork(kernel, search, teller, changedSince);
        new TreeWalk(kernel, new TreatmentPolicy(hygiene), work, teller).run(volume);
        teller.end(search.searchedBytes());
    }

    private HygieneMain() {}
}
