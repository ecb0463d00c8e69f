/**
 * What the cloud knows: volumes, snapshots and where they are attached, and every decision about them. Records and
 * planners are pure, time is an argument; only {@code CatalogStore} touches the disk. What the kernel knows (loops,
 * mounts) is never written down here.
 */
@NullMarked
package dev.headwater.e2e.csidriver.state;

import org.jspecify.annotations.NullMarked;
