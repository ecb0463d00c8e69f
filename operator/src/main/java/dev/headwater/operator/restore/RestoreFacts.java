package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.operator.kube.JobPod;

/**
 * What a restore decision rests on.
 *
 * @param namespace of run, pod and streams
 */
public record RestoreFacts(String namespace, RunSpec spec, JobPod pod, StreamMatch match, Candidates candidates) {}
