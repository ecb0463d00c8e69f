package dev.headwater.operator.model;

import java.util.Optional;

/**
 * The classes that a policy names.
 *
 * @param storage of new volumes; empty: the cluster's default class
 * @param restore of restored volumes; empty: that of new ones
 * @param snapshot of snapshots; empty: the default class of the volume's driver
 */
public record ClassNames(Optional<String> storage, Optional<String> restore, Optional<String> snapshot) {}
