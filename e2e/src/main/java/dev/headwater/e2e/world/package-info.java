/**
 * What demo, benchmarks and stories do in a cluster as its people: an administrator who installs the chart and applies manifests, a git
 * server with the workspace, CI jobs in pods like those of a runner scale set, and somebody who looks at runs, at the vault and at the
 * node. Raises no cluster and knows nothing of how Headwater works inside beyond its API and its contract with jobs.
 */
@NullMarked
package dev.headwater.e2e.world;

import org.jspecify.annotations.NullMarked;
