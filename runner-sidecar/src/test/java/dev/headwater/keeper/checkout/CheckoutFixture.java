package dev.headwater.keeper.checkout;

import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.testing.Author;
import dev.headwater.keeper.testing.GitServer;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A volume, a remote with one commit, and the executor under test. */
final class CheckoutFixture implements AutoCloseable {
    static final String DIRECTORY = "workspace/app";

    final Path volume;
    final GitServer server;
    final Author author;
    final String first;
    final CheckoutExecutor executor;

    CheckoutFixture(Path temporary) throws IOException, InterruptedException {
        volume = Files.createDirectory(temporary.resolve("volume"));
        var projects = Files.createDirectory(temporary.resolve("projects"));
        server = new GitServer(projects);
        author = new Author(projects, "app.git");
        first = author.commit(
                Map.of("a.txt", "a1", "src/b.txt", "b1", "src/deep/c.txt", "c1", ".gitignore", "target/\n"));
        executor = new CheckoutExecutor(new Volume(volume), new CommandRunner());
    }

    Path work() {
        return volume.resolve(DIRECTORY);
    }

    Path git() {
        return work().resolve(".git");
    }

    Fields checkout(String sha) throws IOException, InterruptedException, OrderFailedException {
        return checkout(DIRECTORY, "app.git", sha);
    }

    Fields checkout(String directory, String project, String sha)
            throws IOException, InterruptedException, OrderFailedException {
        var time = Duration.ofSeconds(60);
        var order = new Order.Checkout(time, directory, server.url(project), "refs/heads/main", sha);
        return executor.execute(order, Deadline.in(time));
    }

    @Override
    public void close() {
        server.close();
    }
}
