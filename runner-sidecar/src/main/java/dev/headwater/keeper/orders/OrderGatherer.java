package dev.headwater.keeper.orders;

import dev.headwater.control.ControlFile;
import dev.headwater.control.ControlFileException;
import dev.headwater.control.Layout;
import dev.headwater.control.Order;
import dev.headwater.control.Token;
import dev.headwater.keeper.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the orders that have no report, the oldest first.
 *
 * @param directory {@code orders/} of the control volume
 */
public record OrderGatherer(Path directory, Reports reports) {

    Optional<Pending> next() throws IOException {
        try (var files = Files.list(directory)) {
            List<Path> waiting = files.filter(this::isWaiting)
                    .sorted(Comparator.comparing(OrderGatherer::written).thenComparing(Path::compareTo))
                    .toList();
            return waiting.isEmpty() ? Optional.empty() : Optional.of(read(waiting.getFirst()));
        }
    }

    private boolean isWaiting(Path file) {
        return isOrder(file) && !reports.isAnswered(id(file));
    }

    private static boolean isOrder(Path file) {
        return file.toString().endsWith(Layout.ORDER_SUFFIX)
                && ControlFile.isId(id(file))
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * A checkout that was done.
     *
     * @param head the commit that it brought its directory to
     */
    record DoneCheckout(Order.Checkout order, String head) {}

    /** The latest first. */
    List<DoneCheckout> doneCheckouts() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(OrderGatherer::isOrder)
                    .sorted(Comparator.comparing(OrderGatherer::written).reversed())
                    .flatMap(file -> doneCheckout(file).stream())
                    .toList();
        }
    }

    private Optional<DoneCheckout> doneCheckout(Path file) {
        try {
            return order(file) instanceof Order.Checkout checkout
                    ? reports.head(id(file)).map(head -> new DoneCheckout(checkout, head))
                    : Optional.empty();
        } catch (IOException | ControlFileException e) {
            return Optional.empty();
        }
    }

    private static Order order(Path file) throws IOException, ControlFileException {
        try (var content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Order.from(ControlFile.parse(content.readNBytes(ControlFile.MAX_BYTES + 1)));
        }
    }

    /** Beside the order, for as long as it has no report. */
    private Optional<Token> token(String id) throws IOException, ControlFileException {
        var file = directory.resolve(id + Layout.TOKEN_SUFFIX);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (var content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(Token.parse(content.readNBytes(Token.MAX_BYTES + 1)));
        }
    }

    private Pending read(Path file) throws IOException {
        try {
            return new Pending.Valid(id(file), order(file), token(id(file)));
        } catch (ControlFileException e) {
            return new Pending.Malformed(id(file), "The order cannot be read: " + e.getMessage() + ".");
        }
    }

    private static String id(Path file) {
        var name = file.getFileName().toString();
        return name.substring(0, name.length() - Layout.ORDER_SUFFIX.length());
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
