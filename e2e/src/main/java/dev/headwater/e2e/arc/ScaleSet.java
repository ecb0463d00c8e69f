package dev.headwater.e2e.arc;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/**
 * A set of equal runners.
 *
 * @param minRunners so many are idle beside those that have a job
 * @param maxRunners of all
 * @param template of the runners' pods, as the chart renders it
 */
public record ScaleSet(String namespace, String name, int minRunners, int maxRunners, PodTemplateSpec template) {

    /** How many runners there should be. */
    int replicas(int jobs) {
        return Math.min(minRunners + jobs, maxRunners);
    }
}
