package dev.headwater.node.control;

import dev.headwater.control.ControlFile;
import dev.headwater.control.ControlFileException;
import dev.headwater.control.Layout;
import dev.headwater.control.StateFile;
import dev.headwater.control.Token;
import dev.headwater.node.mount.Fd;
import dev.headwater.node.mount.FileStat;
import dev.headwater.node.mount.KernelException;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The directory {@code in/} of a slot or a keeper's volume, while it is open. Whoever owns it may have put anything there: links, pipes,
 * directories, huge files, thousands of files. Nothing of that is followed, waited for or read to its end.
 */
public final class Inbox implements AutoCloseable {
    private static final int MOST_ENTRIES = 1024;

    private final Fd directory;

    private Inbox(Fd directory) {
        this.directory = directory;
    }

    public static Inbox open(SlotTarget target, SlotRecord.Kind kind) throws IOException {
        try (var volume = InlineVolumes.open(target)) {
            var directory = volume.directoryBeneath(InlineVolumes.inDirectory(kind));
            if (!directory.stat().mountRoot()) {
                directory.close();
                throw new IOException("the directory for requests is not mounted at " + target);
            }
            return new Inbox(directory);
        }
    }

    /** Ids of the files with this suffix, at most 1,024 entries looked at; names that are no ids are passed over. */
    public List<String> ids(String suffix) throws IOException {
        return directory.list(MOST_ENTRIES).stream()
                .filter(name -> name.endsWith(suffix))
                .map(name -> name.substring(0, name.length() - suffix.length()))
                .filter(ControlFile::isId)
                .sorted()
                .toList();
    }

    /** Whether there is an entry of this name, whatever it is. */
    public boolean has(String name) throws IOException {
        return directory.has(name);
    }

    /**
     * Reads one file.
     *
     * @throws ControlFileException with a clause for anything but a small, regular file of the right form
     */
    public Letter read(String name, Instant now) throws ControlFileException {
        try (var handle = directory.file(name)) {
            var stat = sound(handle, ControlFile.MAX_BYTES);
            var written = stat.modified().isAfter(now) ? now : stat.modified();
            var fields = ControlFile.parse(handle.read(ControlFile.MAX_BYTES + 1));
            return new Letter(stat.uid(), stat.gid(), written, fields);
        } catch (KernelException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads what steps appended to the state file; nothing where there is none.
     *
     * @throws ControlFileException with a clause for anything but a regular file of at most {@link StateFile#MAX_BYTES}
     */
    public byte[] state() throws ControlFileException {
        try (var handle = directory.file(Layout.STATE)) {
            sound(handle, StateFile.MAX_BYTES);
            return handle.read(StateFile.MAX_BYTES);
        } catch (KernelException e) {
            if (e.missing()) {
                return new byte[0];
            }
            throw unreadable(e);
        }
    }

    private static FileStat sound(Fd file, int mostBytes) throws ControlFileException, KernelException {
        var stat = file.stat();
        if (!stat.regularFile()) {
            throw new ControlFileException("it is not a regular file");
        }
        if (stat.links() != 1) {
            throw new ControlFileException("the file has more than one name");
        }
        if (stat.size() > mostBytes) {
            throw new ControlFileException("the file is larger than " + mostBytes + " bytes");
        }
        return stat;
    }

    private static ControlFileException unreadable(KernelException e) {
        return new ControlFileException("it cannot be read: " + e.getMessage(), e);
    }

    /**
     * Reads the secret beside a request; empty where there is none.
     *
     * @param uid owner of the request, who must be the secret's owner too
     * @throws ControlFileException with a clause for anything but a small file that nobody else can read
     */
    public Optional<Token> token(String id, long uid) throws ControlFileException, IOException {
        var name = id + Layout.TOKEN_SUFFIX;
        if (!directory.has(name)) {
            return Optional.empty();
        }
        try (var handle = directory.file(name)) {
            var stat = handle.stat();
            if (!stat.regularFile() || stat.links() != 1) {
                throw new ControlFileException("the token is not a file of its own");
            }
            if (stat.uid() != uid || stat.othersMayRead()) {
                throw new ControlFileException("the token is not a file that its owner alone can read (mode 0600)");
            }
            return Optional.of(Token.parse(handle.read(Token.MAX_BYTES + 1)));
        } catch (KernelException e) {
            throw new ControlFileException("the token cannot be read: " + e.getMessage(), e);
        }
    }

    /** Removes secrets that nobody asked for within {@code life}. Whether younger ones are left. */
    public boolean removeTokens(Duration life, Instant now) throws IOException {
        var left = false;
        for (var id : ids(Layout.TOKEN_SUFFIX)) {
            var name = id + Layout.TOKEN_SUFFIX;
            Instant written;
            try (var handle = directory.handle(name)) {
                written = handle.stat().modified();
            } catch (KernelException e) {
                if (e.missing()) {
                    continue;
                }
                throw e;
            }
            if (Duration.between(written, now).abs().compareTo(life) > 0) {
                remove(name);
            } else {
                left = true;
            }
        }
        return left;
    }

    /** Takes an entry away, whatever it is. A directory that is not empty is put aside: nothing of a tenant's is removed recursively. */
    public void remove(String name) throws IOException {
        try (var handle = directory.handle(name)) {
            if (!handle.stat().directory()) {
                directory.unlink(name);
                return;
            }
        } catch (KernelException e) {
            if (e.missing()) {
                return;
            }
            throw e;
        }
        try {
            directory.rmdir(name);
        } catch (KernelException e) {
            directory.rename(name, "aside-" + System.nanoTime());
        }
    }

    Fd directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
