package dev.headwater.node.mount;

import dev.headwater.node.slot.MountTable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One reading of this process' mount table for all who ask until it changes: on a busy node the table has many hundreds of lines, every
 * run looks at it several times, and reading it keeps the kernel from mounting.
 */
final class SharedTable {
    private Optional<Fd> changes = Optional.empty();
    private Optional<MountTable> last = Optional.empty();

    /** The kernel is asked for changes before the table is read: one that comes in between is read twice, and none is missed. */
    synchronized MountTable current() throws IOException {
        if (changes.isEmpty()) {
            changes = Optional.of(MountTables.openOwn());
        }
        if (MountTables.awaitChange(changes.get(), Duration.ZERO)) {
            last = Optional.empty();
        }
        if (last.isEmpty()) {
            last = Optional.of(MountTables.ownAnew());
        }
        return last.get();
    }
}
