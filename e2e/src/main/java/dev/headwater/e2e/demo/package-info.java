/**
 * {@code ./dev demo}: three CI jobs of one stream on the test cluster (cold; warm; warm after a commit to one crate), told to a person as
 * a table, and judged: a warm job that compiles what it need not is a failure. Leaves the cluster up.
 */
@NullMarked
package dev.headwater.e2e.demo;

import org.jspecify.annotations.NullMarked;
