package dev.headwater.e2e.csidriver;

import dev.headwater.e2e.csidriver.fault.Faults;
import dev.headwater.e2e.csidriver.fault.Rule;
import dev.headwater.e2e.csidriver.host.Loops;
import dev.headwater.e2e.csidriver.host.Mounts;
import dev.headwater.e2e.csidriver.host.Teardown;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The driver's command line. */
public final class Main {
    private static final String USAGE = """
            Serve (as root):
              --endpoint unix:///run/csi.sock --node-id NODE --zone ZONE --state-dir DIR
              [--driver-name csi.e2e.headwater.dev] [--kubelet-registration-dir DIR]
              [--attach-required true|false] [--snapshot-delay 3s] [--snapshot-delay-per-gib 0s]
              [--max-volumes-per-node 0] [--max-volumes-of/NODE 0]
              [--snapshot-dependence none|volume|clones] [--scratch-size 1Ti]
            Make trouble, look at it, end it:
              fault --state-dir DIR add "CreateSnapshot lose-answer once" ["set snapshot-delay 1h" ...]
              fault --state-dir DIR list
              fault --state-dir DIR clear
              A rule is METHOD fail CODE | delay DURATION | hang | lose-answer | wrong-zone | force-detach,
              followed by once, x3 or nothing (until cleared), and by of NAME, if only volumes of StorageClasses
              with the parameter "faults: NAME" are meant; or set NAME VALUE.
            Unmount all volumes and the scratch, free all loop devices (files stay):
              --cleanup --state-dir DIR
            """;

    private Main() {}

    /** Exit codes: 0 done, 1 failed (a sentence on standard error), 2 wrong usage. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) throws InterruptedException {
        try {
            switch (args.isEmpty() ? "--help" : args.getFirst()) {
                case "--help" -> out.print(USAGE);
                case "--cleanup" -> cleanup(Options.stateDir(args.subList(1, args.size())));
                case "fault" -> fault(args.subList(1, args.size()), out);
                default -> serve(Options.parse(args));
            }
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(USAGE);
            return 2;
        } catch (IOException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private static void serve(Options options) throws IOException, InterruptedException {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
        Driver driver = Driver.start(options, InstantSource.system());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                driver.close();
            } catch (IOException e) {
                System.err.println("Closing the sockets failed: " + e.getMessage());
            }
        }));
        driver.awaitTermination();
    }

    private static void cleanup(Path stateDir) throws IOException, InterruptedException {
        if (Files.exists(stateDir)) {
            new Teardown(new Loops(), new Mounts()).run(stateDir.toRealPath());
        }
    }

    private static void fault(List<String> args, PrintStream out) throws IOException {
        if (args.size() < 3) {
            throw new IllegalArgumentException("fault needs --state-dir DIR and one of add, list, clear.");
        }
        Faults faults = new Faults(Options.stateDir(args.subList(0, 2)));
        List<String> rules = args.subList(3, args.size());
        switch (args.get(2)) {
            case "add" -> faults.add(rules.toArray(String[]::new));
            case "list" -> {}
            case "clear" -> faults.clear();
            default -> throw new IllegalArgumentException("'" + args.get(2) + "' is none of add, list, clear.");
        }
        faults.rules().stream().map(Rule::text).forEach(out::println);
    }
}
