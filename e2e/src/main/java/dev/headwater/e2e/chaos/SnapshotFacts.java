package dev.headwater.e2e.chaos;

import java.util.Optional;

/**
 * A snapshot of the vault.
 *
 * @param order place of the workflow run that its record names among all of the plan, from 1
 * @param parent that its record names
 * @param restorable ready, bound both ways and not being deleted
 * @param content what a volume made of it holds; empty where none could be made, or nothing read
 */
record SnapshotFacts(
        String name,
        String key,
        String lane,
        int order,
        Optional<String> parent,
        boolean restorable,
        Optional<Content> content) {}
