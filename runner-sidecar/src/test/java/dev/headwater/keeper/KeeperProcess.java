package dev.headwater.keeper;

import static org.awaitility.Awaitility.await;

import dev.headwater.control.ControlFile;
import dev.headwater.control.Order;
import dev.headwater.control.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The keeper as its container runs it: a JVM of its own, with a volume and a control volume. */
final class KeeperProcess {
    final Path volume;
    final Path orders;
    final Path in;
    final Path terminationLog;
    final Path log;
    private final Path control;

    KeeperProcess(Path temporary) throws IOException {
        volume = Files.createDirectory(temporary.resolve("volume"));
        control = Files.createDirectory(temporary.resolve("control"));
        orders = Files.createDirectory(control.resolve("orders"));
        in = Files.createDirectory(control.resolve("in"));
        terminationLog = Files.createFile(temporary.resolve("termination-log"));
        log = temporary.resolve("log");
    }

    Process start(String... more) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var flags = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx32m", "-Dsun.jnu.encoding=UTF-8");
        var paths = List.of(
                "--volume",
                volume.toString(),
                "--control",
                control.toString(),
                "--termination-log",
                terminationLog.toString());
        var main = List.of("-cp", System.getProperty("java.class.path"), "dev.headwater.keeper.Main");
        return new ProcessBuilder(Stream.of(List.of(java), flags, main, paths, List.of(more))
                        .flatMap(List::stream)
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    void order(String id, Order order) throws IOException {
        order(id, ControlFile.format(Order.toFields(order).values()));
    }

    void order(String id, byte[] content) throws IOException {
        var part = Files.write(control.resolve("part"), content);
        Files.move(part, orders.resolve(id + ".order"), StandardCopyOption.ATOMIC_MOVE);
    }

    boolean isAnswered(String id) {
        return Files.exists(in.resolve(id + ".report"));
    }

    Report report(String id) throws Exception {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isAnswered(id));
        return Report.from(ControlFile.parse(Files.readAllBytes(in.resolve(id + ".report"))));
    }
}
