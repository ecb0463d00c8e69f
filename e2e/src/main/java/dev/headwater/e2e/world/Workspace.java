package dev.headwater.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The cargo workspace as a git repository, with its dependencies inside, so that a job needs nothing but the git server.
 *
 * @param repository a temporary work tree
 * @param root of the workspace, the repository's own or a folder in it
 */
public record Workspace(Repository repository, Path root) {
    /** The crate that {@link #changeOneCrate} changes. */
    public static final String CHANGED_CRATE = "pricing";

    private static final String CHANGED_FILE = "crates/pricing/src/discount.rs";
    private static final String BEFORE = "const BULK_POINTS: u32 = 250;";
    private static final String AFTER = "const BULK_POINTS: u32 = 300;";

    private static final String CARGO_CONFIG = """
            [source.crates-io]
            replace-with = "vendored"

            [source.vendored]
            directory = "vendor"
            """;

    /** Makes the repository with its first commit; its root is the workspace's. */
    public static Workspace prepare(Site site, Progress progress) {
        return prepare(site, progress, "");
    }

    /** The same with the workspace in a directory of the repository. */
    public static Workspace prepare(Site site, Progress progress, String directory) {
        try {
            var source = site.root().resolve("e2e/workspace");
            var vendored = new VendoredCrates(site.cache()).of(source, progress);
            var folder = Files.createTempDirectory("headwater-workspace-");
            var root = Files.createDirectories(folder.resolve(directory));
            Folders.copy(source, root, Set.of("target", "vendor", ".cargo", ".gitignore"));
            Folders.copy(vendored, root.resolve("vendor"), Set.of());
            Files.createDirectories(root.resolve(".cargo"));
            Files.writeString(root.resolve(".cargo/config.toml"), CARGO_CONFIG);
            Files.writeString(root.resolve(".gitignore"), "/target/\n");
            var workspace = new Workspace(Repository.init(folder), root);
            workspace.repository.commitAll("The shop's functions");
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Commits a change of one function in one crate, and returns the commit's id. */
    public String changeOneCrate() {
        var file = root.resolve(CHANGED_FILE);
        try {
            var text = Files.readString(file);
            if (!text.contains(BEFORE)) {
                throw new WorldException(CHANGED_FILE + " no longer contains '" + BEFORE + "'.");
            }
            Files.writeString(file, text.replace(BEFORE, AFTER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return repository.commitAll("A larger discount for bulk orders");
    }

    /** Who depends on whom, as cargo says. */
    public CrateGraph crates() {
        var metadata = Program.of("cargo", "metadata", "--format-version", "1", "--offline", "--locked")
                .in(root)
                .output();
        return CrateGraph.parse(metadata);
    }

    public void delete() {
        Folders.delete(repository.folder());
    }
}
