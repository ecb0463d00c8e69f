package dev.headwater.keeper.checkout;

import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * The {@code .git} directory of a working tree. Git has no switch to ignore a repository's own configuration, and the names of filters,
 * helpers and URL rules in it are unbounded, so it is brought down to data before git runs: what is not on the list is removed.
 */
final class GitDirectory {
    static final String NAME = ".git";

    private static final String CONFIG = "config";
    private static final int MAX_CONFIG = 8 * 1024;
    /** Nobody here enters {@code modules} or {@code lfs}: they are the job's. */
    private static final Set<String> DIRECTORIES = Set.of("objects", "refs", "logs", "modules", "lfs");

    private static final Set<String> FILES = Set.of("HEAD", "index", "packed-refs", "shallow", CONFIG);
    /** Not {@code alternates}: it names directories elsewhere. */
    private static final Set<String> OBJECTS_INFO = Set.of("packs", "commit-graph", "commit-graphs");

    /** Whether there is a repository to go on with. */
    static boolean isUsable(Directory workTree) throws IOException {
        if (workTree.kind(NAME) != Kind.DIRECTORY) {
            return false;
        }
        try (var git = workTree.child(NAME)) {
            return git.kind("HEAD") == Kind.FILE
                    && git.kind("objects") == Kind.DIRECTORY
                    && git.kind("refs") == Kind.DIRECTORY;
        }
    }

    /** Removes whatever could run code, redirect git, or lock it out, and writes the configuration where it is not ours. */
    static void clean(Directory git, CheckoutTarget target) throws IOException {
        git.forEach((name, kind) -> {
            if (!isAllowed(name.toString(), kind)) {
                git.delete(name);
            }
        });
        try (var objects = git.child("objects")) {
            cleanObjects(objects);
        }
        for (var tree : new String[] {"refs", "logs"}) {
            if (git.kind(tree) == Kind.DIRECTORY) {
                removeLocksAndLinks(git, Path.of(tree));
            }
        }
        writeConfig(git, target);
    }

    /** Writes the configuration of a repository of ours, unless it is there. */
    static void writeConfig(Directory git, CheckoutTarget target) throws IOException {
        var config = config(target).getBytes(StandardCharsets.UTF_8);
        var present = git.read(CONFIG, MAX_CONFIG);
        if (present.isEmpty() || !Arrays.equals(present.get(), config)) {
            git.write(CONFIG, config);
        }
    }

    private static String config(CheckoutTarget target) {
        var isSha1 = target.format() == ObjectFormat.SHA1;
        return """
                [core]
                	repositoryformatversion = %d
                	filemode = true
                	bare = false
                	logallrefupdates = false
                %s[remote "origin"]
                	url = "%s"
                	fetch = +refs/heads/*:refs/remotes/origin/*
                """.formatted(isSha1 ? 0 : 1, isSha1 ? "" : "[extensions]\n\tobjectFormat = sha256\n", target.url());
    }

    private static boolean isAllowed(String name, Kind kind) {
        return kind == Kind.DIRECTORY ? DIRECTORIES.contains(name) : kind == Kind.FILE && FILES.contains(name);
    }

    private static void cleanObjects(Directory objects) throws IOException {
        objects.forEach((name, kind) -> {
            if (kind != Kind.DIRECTORY || !name.toString().matches("[0-9a-f]{2}|pack|info")) {
                objects.delete(name);
            }
        });
        keepIn(objects, "info", (name, kind) -> OBJECTS_INFO.contains(name));
        keepIn(objects, "pack", (name, kind) -> kind == Kind.FILE && !name.startsWith("tmp_") && !isLock(name));
    }

    private interface Keep {
        boolean test(String name, Kind kind);
    }

    private static void keepIn(Directory parent, String name, Keep keep) throws IOException {
        if (parent.kind(name) == Kind.MISSING) {
            return;
        }
        try (var directory = parent.child(name)) {
            directory.forEach((entry, kind) -> {
                if (!keep.test(entry.toString(), kind)) {
                    directory.delete(entry);
                }
            });
        }
    }

    private static void removeLocksAndLinks(Directory parent, Path name) throws IOException {
        try (var directory = parent.child(name)) {
            directory.forEach((entry, kind) -> {
                if (kind == Kind.OTHER || isLock(entry.toString())) {
                    directory.delete(entry);
                } else if (kind == Kind.DIRECTORY) {
                    removeLocksAndLinks(directory, entry);
                }
            });
        }
    }

    private static boolean isLock(String name) {
        return name.endsWith(".lock");
    }

    private GitDirectory() {}
}
