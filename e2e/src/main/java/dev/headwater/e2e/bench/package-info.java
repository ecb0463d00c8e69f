/**
 * {@code ./dev bench NAME}: what a restore costs and where the time goes, what working on a restored volume costs, what a decision costs
 * where there are many snapshots, what the steps of a workflow cost beside their waiting, and so on. Measured from outside, with the API server's watches, the kernel's mount table and {@code /proc}, so that nothing measures itself.
 */
@NullMarked
package dev.headwater.e2e.bench;

import org.jspecify.annotations.NullMarked;
