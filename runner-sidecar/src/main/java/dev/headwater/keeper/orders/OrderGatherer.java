package dev.headwater.keeper.orders;

import dev.headwater.control.ControlFile;
import dev.headwater.control.ControlFileException;
import dev.headwater.control.Layout;
import dev.headwater.control.Order;
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
record OrderGatherer(Path directory, Reports reports) {

    Optional<Pending> next() throws IOException {
        try (var files = Files.list(directory)) {
            List<Path> waiting = files.filter(this::isWaiting)
                    .sorted(Comparator.comparing(OrderGatherer::written).thenComparing(Path::compareTo))
                    .toList();
            return waiting.isEmpty() ? Optional.empty() : Optional.of(read(waiting.getFirst()));
        }
    }

    private boolean isWaiting(Path file) {
        return file.toString().endsWith(Layout.ORDER_SUFFIX)
                && ControlFile.isId(id(file))
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !reports.isAnswered(id(file));
    }

    private static Pending read(Path file) throws IOException {
        try (var content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Pending.Valid(
                    id(file), Order.from(ControlFile.parse(content.readNBytes(ControlFile.MAX_BYTES + 1))));
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
