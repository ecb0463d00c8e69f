package dev.headwater.e2e.csidriver.state;

import java.util.List;

/** What a deletion takes away, by id. */
public record Removal(List<String> volumes, List<String> snapshots) {}
