package dev.headwater.keeper.volume;

import dev.headwater.control.Layout;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.report.Shown;
import dev.headwater.keeper.volume.Directory.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The run's volume. Everything below its root was written by a job, or by the jobs before it.
 *
 * @param root mount point in the keeper
 */
public record Volume(Path root) {
    /** Our own directory on the volume. */
    public static final String OWN = Layout.VOLUME_OWN;

    private static final String BEING_MADE = "directory";
    private static final Set<String> REFUSED = Set.of("", ".", "..", ".git", OWN);

    public Directory open() throws IOException {
        return Directory.trusted(root);
    }

    /** Our own directory; whatever else stands in its place is removed. */
    public Directory own() throws IOException {
        try (var top = open()) {
            if (top.kind(OWN) != Kind.DIRECTORY) {
                top.delete(OWN);
                Files.createDirectory(root.resolve(OWN));
            }
            return top.child(OWN);
        }
    }

    /** Our own directory, where the volume has one. */
    public Optional<Directory> ownIfPresent() throws IOException {
        try (var top = open()) {
            return top.kind(OWN) == Kind.DIRECTORY ? Optional.of(top.child(OWN)) : Optional.empty();
        }
    }

    /**
     * The directory at a path relative to the root, empty where there is none yet.
     *
     * @throws OrderFailedException where an element of the path is a symbolic link or a file, or not allowed
     */
    public Optional<Directory> find(String path) throws IOException, OrderFailedException {
        return walk(path, (parent, name) -> false);
    }

    /**
     * Whether the path can be used, which {@link #make} will say too late.
     *
     * @throws OrderFailedException as {@link #find}
     */
    public void check(String path) throws IOException, OrderFailedException {
        var found = find(path);
        if (found.isPresent()) {
            found.get().close();
        }
    }

    /**
     * The directory at a path relative to the root, empty where there is none, or something else in its place or on the way.
     *
     * @throws OrderFailedException where an element of the path is not allowed
     */
    public Optional<Directory> findUnobstructed(String path) throws IOException, OrderFailedException {
        var elements = elements(path);
        var directory = open();
        for (var name : elements) {
            try (var parent = directory) {
                if (parent.kind(name) != Kind.DIRECTORY) {
                    return Optional.empty();
                }
                directory = parent.child(name);
            }
        }
        return Optional.of(directory);
    }

    /**
     * The directory at a path relative to the root, made where there is none yet.
     *
     * @throws OrderFailedException as {@link #find}
     */
    public Directory make(String path) throws IOException, OrderFailedException {
        return walk(path, (parent, name) -> {
                    makeChild(parent, name);
                    return true;
                })
                .orElseThrow();
    }

    /**
     * Removes the first thing on the way to a directory that is not a directory itself, as a symbolic link: the way is free afterwards.
     *
     * @throws OrderFailedException where an element of the path is not allowed
     */
    public void clearWayTo(String path) throws IOException, OrderFailedException {
        var elements = elements(path);
        var directory = open();
        for (var name : elements) {
            try (var parent = directory) {
                if (parent.kind(name) != Kind.DIRECTORY) {
                    parent.delete(name);
                    return;
                }
                directory = parent.child(name);
            }
        }
        directory.close();
    }

    /** Where a program finds the directory that {@link #find} or {@link #make} found. */
    public Path path(String path) {
        return root.resolve(path);
    }

    private interface Missing {
        /** Whether the missing child exists now. */
        boolean handle(Directory parent, String name) throws IOException;
    }

    private Optional<Directory> walk(String path, Missing missing) throws IOException, OrderFailedException {
        var elements = elements(path);
        var directory = open();
        for (var name : elements) {
            try (var parent = directory) {
                if (parent.kind(name) == Kind.MISSING && !missing.handle(parent, name)) {
                    return Optional.empty();
                }
                if (parent.kind(name) != Kind.DIRECTORY) {
                    throw new OrderFailedException("The directory '" + Shown.text(path, 200) + "' cannot be used: '"
                            + Shown.text(name, 100) + "' is a symbolic link or a file on the volume.");
                }
                directory = parent.child(name);
            }
        }
        return Optional.of(directory);
    }

    /** There is no mkdirat in the JDK, but renameat: the directory is made in our own one and moved to its place. */
    public void makeChild(Directory parent, String name) throws IOException {
        try (var own = own()) {
            own.delete(BEING_MADE);
            Files.createDirectory(root.resolve(OWN).resolve(BEING_MADE));
            own.move(BEING_MADE, parent, name);
        }
    }

    private static List<String> elements(String path) throws OrderFailedException {
        if (path.isEmpty()) {
            return List.of();
        }
        var elements = List.of(path.split("/", -1));
        for (var element : elements) {
            if (REFUSED.contains(element) || !isName(element)) {
                throw new OrderFailedException("The directory '" + Shown.text(path, 200)
                        + "' cannot be used: give a path relative to the volume, without . or .. and outside of .git and "
                        + OWN + ".");
            }
        }
        return elements;
    }

    private static boolean isName(String element) {
        try {
            return Path.of(element).getNameCount() == 1;
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
