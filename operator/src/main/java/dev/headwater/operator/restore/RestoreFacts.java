package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.model.Snapshot;
import java.util.List;
import java.util.Set;

/**
 * What a restore decision rests on.
 *
 * @param namespace of run, pod and streams
 * @param candidates every snapshot of the stream, in whatever order; empty where no stream serves the request
 * @param broken names of snapshots that the run tried in vain
 */
public record RestoreFacts(
        String namespace, RunSpec spec, JobPod pod, StreamMatch match, List<Snapshot> candidates, Set<String> broken) {}
