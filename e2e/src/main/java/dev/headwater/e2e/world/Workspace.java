package dev.headwater.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Set;

/**
 * The cargo workspace as a git repository, with its dependencies inside, so that a job needs nothing but the git server.
 *
 * @param repository a temporary work tree
 */
public record Workspace(Repository repository) {
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

    /** Makes the repository with its first commit. */
    public static Workspace prepare(Site site, Progress progress) {
        try {
            var source = site.root().resolve("e2e/workspace");
            var vendored = new VendoredCrates(site.cache()).of(source, progress);
            var folder = Files.createTempDirectory("headwater-workspace-");
            Folders.copy(source, folder, Set.of("target", "vendor", ".cargo", ".gitignore"));
            Folders.copy(vendored, folder.resolve("vendor"), Set.of());
            Files.createDirectories(folder.resolve(".cargo"));
            Files.writeString(folder.resolve(".cargo/config.toml"), CARGO_CONFIG);
            Files.writeString(folder.resolve(".gitignore"), "/target/\n");
            var workspace = new Workspace(Repository.init(folder));
            workspace.repository.commitAll("The shop's functions");
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Commits a change of one function in one crate, and returns the commit's id. */
    public String changeOneCrate() {
        var file = repository.folder().resolve(CHANGED_FILE);
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
                .in(repository.folder())
                .output();
        return CrateGraph.parse(metadata);
    }

    public void delete() {
        Folders.delete(repository.folder());
    }
}
