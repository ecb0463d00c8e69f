package dev.headwater.keeper.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * An open directory. Everything is done relative to its file descriptor and no symbolic link is followed, so that renaming or replacing
 * one of its parents leads nowhere else.
 */
public final class Directory implements AutoCloseable {
    /** Deeper trees are not removed: each level costs a file descriptor. */
    private static final int MAX_DEPTH = 200;

    private static final Path HERE = Path.of(".");

    private final SecureDirectoryStream<Path> stream;

    /** What a name stands for, without following it. */
    public enum Kind {
        MISSING,
        FILE,
        DIRECTORY,
        /** A symbolic link, FIFO, socket or device. */
        OTHER
    }

    /** Does something with an entry of a directory. */
    @FunctionalInterface
    public interface Visitor {
        void visit(Path name, Kind kind) throws IOException;
    }

    private Directory(DirectoryStream<Path> stream) {
        if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
            throw new IllegalStateException("this platform has no openat");
        }
        this.stream = secure;
    }

    /**
     * Opens a directory by its path.
     *
     * @param path of a directory that only the keeper's own pod can replace, as the mount point of a volume
     */
    @SuppressWarnings("StreamResourceLeak") // The Directory owns the stream.
    static Directory trusted(Path path) throws IOException {
        return new Directory(Files.newDirectoryStream(path));
    }

    public Kind kind(Path name) throws IOException {
        try {
            var attributes = attributes(name);
            return attributes.isDirectory() ? Kind.DIRECTORY : attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
        } catch (NoSuchFileException e) {
            return Kind.MISSING;
        }
    }

    public Kind kind(String name) throws IOException {
        return kind(Path.of(name));
    }

    public BasicFileAttributes attributes(Path name) throws IOException {
        return view(name).readAttributes();
    }

    /** For files and directories only: the entry is opened, and opening a FIFO could wait for ever. */
    public void setModified(Path name, FileTime time) throws IOException {
        view(name).setTimes(time, null, null);
    }

    private BasicFileAttributeView view(Path name) {
        return stream.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS);
    }

    public Directory child(String name) throws IOException {
        return child(Path.of(name));
    }

    /**
     * Opens a directory in this one.
     *
     * @throws FileSystemException where the name is not a directory
     */
    public Directory child(Path name) throws IOException {
        if (kind(name) != Kind.DIRECTORY) {
            throw new FileSystemException(name.toString(), null, "is not a directory");
        }
        return new Directory(stream.newDirectoryStream(name, NOFOLLOW_LINKS));
    }

    public void forEach(Visitor visitor) throws IOException {
        try (var entries = stream.newDirectoryStream(HERE, NOFOLLOW_LINKS)) {
            for (var entry : entries) {
                var name = entry.getFileName();
                visitor.visit(name, kind(name));
            }
        }
    }

    public void delete(String name) throws IOException {
        delete(Path.of(name));
    }

    /** Removes whatever the name stands for, with all that is in it; a missing one is no error. */
    public void delete(Path name) throws IOException {
        delete(name, 0);
    }

    private void delete(Path name, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new FileSystemException(name.toString(), null, "is nested too deeply to be removed");
        }
        switch (kind(name)) {
            case MISSING -> {}
            case FILE, OTHER -> stream.deleteFile(name);
            case DIRECTORY -> {
                try (var child = child(name)) {
                    child.forEach((entry, kind) -> child.delete(entry, depth + 1));
                }
                stream.deleteDirectory(name);
            }
        }
    }

    /** A rename; whatever {@code newName} stood for must be gone before. */
    public void move(String name, Directory target, String newName) throws IOException {
        stream.move(Path.of(name), target.stream, Path.of(newName));
    }

    public SeekableByteChannel open(String name) throws IOException {
        if (kind(name) != Kind.FILE) {
            throw new FileSystemException(name, null, "is not a file");
        }
        return stream.newByteChannel(Path.of(name), Set.of(READ, NOFOLLOW_LINKS));
    }

    /** The content of a file; empty where there is none, or a longer one than {@code maxBytes}. */
    public Optional<byte[]> read(String name, int maxBytes) throws IOException {
        if (kind(name) != Kind.FILE) {
            return Optional.empty();
        }
        try (var file = open(name)) {
            var content = ByteBuffer.allocate(maxBytes + 1);
            while (file.read(content) > 0) {}
            return content.hasRemaining()
                    ? Optional.of(Arrays.copyOf(content.array(), content.position()))
                    : Optional.empty();
        }
    }

    /** Replaces whatever the name stood for by a file that has reached the disk. Readers see the old one or the new one. */
    public void write(String name, byte[] content) throws IOException {
        var part = name + ".new";
        delete(part);
        try (var file = stream.newByteChannel(Path.of(part), Set.of(WRITE, CREATE_NEW, NOFOLLOW_LINKS))) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            ((FileChannel) file).force(true);
        }
        if (kind(name) != Kind.FILE) {
            delete(name);
        }
        move(part, this, name);
    }

    /** A new file in the place of whatever the name stood for; for what need not survive a crash. */
    public OutputStream create(String name) throws IOException {
        delete(name);
        var file = stream.newByteChannel(Path.of(name), Set.of(WRITE, CREATE_NEW, NOFOLLOW_LINKS));
        return new BufferedOutputStream(Channels.newOutputStream(file));
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
