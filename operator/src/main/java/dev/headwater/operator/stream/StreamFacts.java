package dev.headwater.operator.stream;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.BuildSnapshotStream;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.model.Snapshot;
import dev.headwater.operator.storage.Standing;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a stream.
 *
 * @param twins every stream of the same identity, itself included
 * @param standing of the classes that its policy names; empty if there is no such policy
 * @param rules who may write it; empty if there is no such policy
 * @param snapshots those of its identity, in whatever order
 * @param runs that it serves or served, in whatever order
 */
public record StreamFacts(
        BuildSnapshotStream stream,
        List<BuildSnapshotStream> twins,
        Optional<Standing> standing,
        Optional<SaveRules> rules,
        List<Snapshot> snapshots,
        List<BuildSnapshotRun> runs) {}
