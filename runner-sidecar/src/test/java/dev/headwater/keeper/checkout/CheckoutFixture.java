package dev.headwater.keeper.checkout;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Token;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A volume, a remote with one commit, and the executor under test. */
final class CheckoutFixture implements AutoCloseable {
    static final String DIRECTORY = "workspace/app";
    static final String MAIN = "refs/heads/main";

    final Path temporary;
    final Path volume;
    final GitServer server;
    final Author author;
    final String first;

    CheckoutFixture(Path temporary) throws IOException, InterruptedException {
        this.temporary = temporary;
        volume = Files.createDirectory(temporary.resolve("volume"));
        var projects = Files.createDirectory(temporary.resolve("projects"));
        server = new GitServer(projects);
        author = new Author(projects, "app.git");
        first = author.commit(
                Map.of("a.txt", "a1", "src/b.txt", "b1", "src/deep/c.txt", "c1", ".gitignore", "target/\n"));
    }

    Path work() {
        return volume.resolve(DIRECTORY);
    }

    Path git() {
        return work().resolve(".git");
    }

    /** Another repository of the same server. */
    Author project(String name, String... initArguments) throws IOException, InterruptedException {
        return new Author(temporary.resolve("projects"), name, initArguments);
    }

    Fields checkout(String sha) throws IOException, InterruptedException, OrderFailedException {
        return checkout(DIRECTORY, "app.git", sha);
    }

    Fields checkout(String directory, String project, String sha)
            throws IOException, InterruptedException, OrderFailedException {
        return checkout(order(directory, server.url(project), MAIN, sha, CheckoutOptions.DEFAULT));
    }

    Fields checkout(String sha, CheckoutOptions options)
            throws IOException, InterruptedException, OrderFailedException {
        return checkout(order(DIRECTORY, server.url("app.git"), MAIN, sha, options));
    }

    Fields checkout(Order.Checkout order) throws IOException, InterruptedException, OrderFailedException {
        return checkout(order, Optional.empty());
    }

    /** Without the message for a person. */
    Fields checkout(Order.Checkout order, Optional<Token> token)
            throws IOException, InterruptedException, OrderFailedException {
        var outputs = new Fields.Builder();
        report(order, token).values().forEach((key, value) -> {
            if (!key.equals("message")) {
                outputs.with(key, value);
            }
        });
        return outputs.build();
    }

    /** The server of the test is the one that the policy names. */
    Fields report(Order.Checkout order, Optional<Token> token)
            throws IOException, InterruptedException, OrderFailedException {
        return new CheckoutExecutor(new Volume(volume), new CommandRunner(), GitServers.of(List.of(server.url(""))))
                .execute(order, token, Deadline.in(order.timeout()));
    }

    static Order.Checkout order(String directory, String url, String ref, String sha, CheckoutOptions options) {
        return new Order.Checkout(Duration.ofSeconds(60), directory, url, ref, Optional.of(sha), options);
    }

    /** Of whatever the ref stands for. */
    Order.Checkout order(String ref, CheckoutOptions options) {
        return new Order.Checkout(
                Duration.ofSeconds(60), DIRECTORY, server.url("app.git"), ref, Optional.empty(), options);
    }

    static CheckoutOptions depth(int depth) {
        return new CheckoutOptions(
                depth, CheckoutOptions.Submodules.NONE, CheckoutOptions.Verification.AUTO, List.of(), Set.of());
    }

    static CheckoutOptions submodules(CheckoutOptions.Submodules submodules) {
        return new CheckoutOptions(1, submodules, CheckoutOptions.Verification.AUTO, List.of(), Set.of());
    }

    static CheckoutOptions verification(CheckoutOptions.Verification verification) {
        return new CheckoutOptions(1, CheckoutOptions.Submodules.NONE, verification, List.of(), Set.of());
    }

    static CheckoutOptions sparse(String... directories) {
        return new CheckoutOptions(
                1, CheckoutOptions.Submodules.NONE, CheckoutOptions.Verification.AUTO, List.of(directories), Set.of());
    }

    static CheckoutOptions with(CheckoutOptions.Extra extra) {
        return new CheckoutOptions(
                1, CheckoutOptions.Submodules.NONE, CheckoutOptions.Verification.AUTO, List.of(), Set.of(extra));
    }

    @Override
    public void close() {
        server.close();
    }
}
