/**
 * A Kubernetes cluster raised out of plain processes on one machine, for tests and for looking at Headwater at work. It
 * owns one folder, one bridge, one address block and one cgroup, takes nothing else of the machine, and leaves no trace
 * when it goes. {@link dev.headwater.e2e.cluster.Cluster} is the door for other code.
 */
@NullMarked
package dev.headwater.e2e.cluster;

import org.jspecify.annotations.NullMarked;
