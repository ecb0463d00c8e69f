/**
 * A CSI driver for tests that behaves like AWS EBS: volumes live in a zone and are attached to one node at a time,
 * snapshots are cut at once and ready later, restored volumes are as large as their source was. Its disk is a sparse
 * file with a file system that shares blocks, so everything real about it costs milliseconds; {@code fault} makes it
 * misbehave on command. {@code Main} says how to run it.
 *
 * <p>What it knows lies below its state directory ({@code state}) or in the kernel ({@code host}), nothing in its
 * memory: it may be killed and started again at any moment. Stopping it leaves all mounts alone.
 */
@NullMarked
package dev.headwater.e2e.csidriver;

import org.jspecify.annotations.NullMarked;
