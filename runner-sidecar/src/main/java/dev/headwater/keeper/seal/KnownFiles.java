package dev.headwater.keeper.seal;

import dev.headwater.keeper.process.Deadline;
import java.util.Collection;
import java.util.Set;

/** Tells files that may hold what looks like a secret: everybody who may have the volume knows them. */
@FunctionalInterface
public interface KnownFiles {
    /** Those of the paths, which are relative to the volume. */
    Set<String> among(Collection<String> paths, Deadline deadline) throws InterruptedException;
}
