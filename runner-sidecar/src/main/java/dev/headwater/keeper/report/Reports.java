package dev.headwater.keeper.report;

import dev.headwater.control.ControlFile;
import dev.headwater.control.ControlFileException;
import dev.headwater.control.Layout;
import dev.headwater.control.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;

/**
 * The keeper's answers in its control volume. They are also all that a restarted keeper knows of what it did.
 *
 * @param directory {@code in/} of the control volume
 */
public record Reports(Path directory) {

    public boolean isAnswered(String orderId) {
        return Files.exists(directory.resolve(orderId + Layout.REPORT_SUFFIX), LinkOption.NOFOLLOW_LINKS);
    }

    /** The commit that this order reported, if it was done and is a checkout. */
    public Optional<String> head(String orderId) {
        return headOf(directory.resolve(orderId + Layout.REPORT_SUFFIX));
    }

    /** Readers see the whole report or none. */
    public void write(String orderId, Report report) throws IOException {
        var part = directory.resolve(orderId + ".tmp");
        Files.write(part, ControlFile.format(report.toFields().values()));
        Files.move(part, directory.resolve(orderId + Layout.REPORT_SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The commit that the latest successful checkout reported. */
    public Optional<String> head() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(Layout.REPORT_SUFFIX))
                    .sorted(Comparator.comparing(Reports::written).reversed())
                    .flatMap(file -> headOf(file).stream())
                    .findFirst();
        }
    }

    private static Optional<String> headOf(Path file) {
        return read(file)
                .filter(report -> report.outcome() == Report.Outcome.DONE)
                .flatMap(report -> report.details().optional("head"));
    }

    private static Optional<Report> read(Path file) {
        try {
            return Optional.of(Report.from(ControlFile.parse(Files.readAllBytes(file))));
        } catch (IOException | ControlFileException e) {
            return Optional.empty();
        }
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
