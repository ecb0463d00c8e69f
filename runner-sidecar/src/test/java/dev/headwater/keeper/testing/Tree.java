package dev.headwater.keeper.testing;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Files below a directory and their times.
 *
 * @param times by relative path; without directories
 */
public record Tree(Map<String, FileTime> times) {

    /** Everything, {@code .git} included. */
    public static Tree of(Path directory) throws IOException {
        var times = new TreeMap<String, FileTime>();
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(path -> !Files.isDirectory(path, NOFOLLOW_LINKS))
                    .toList()) {
                times.put(directory.relativize(file).toString(), Files.getLastModifiedTime(file, NOFOLLOW_LINKS));
            }
        }
        return new Tree(times);
    }

    /** Everything but {@code .git}. */
    public static Tree ofWork(Path directory) throws IOException {
        var tree = of(directory);
        tree.times().keySet().removeIf(path -> path.startsWith(".git/") || path.equals(".git"));
        return tree;
    }

    /** Paths that were written, made or removed since. */
    public SortedSet<String> changedSince(Tree before) {
        var paths = new TreeSet<>(times.keySet());
        paths.addAll(before.times.keySet());
        paths.removeIf(path -> {
            var time = times.get(path);
            return time != null && time.equals(before.times.get(path));
        });
        return paths;
    }
}
