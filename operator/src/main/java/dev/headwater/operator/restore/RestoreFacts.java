package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.model.Snapshot;
import java.util.List;

/**
 * What a restore decision rests on.
 *
 * @param namespace of run, pod and streams
 * @param candidates every snapshot of the stream, in whatever order; empty where no stream serves the request
 */
public record RestoreFacts(String namespace, RunSpec spec, JobPod pod, StreamMatch match, List<Snapshot> candidates) {}
