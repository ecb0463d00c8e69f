/**
 * {@code ./dev demo}: a workflow with two legs on runners of a scale set, three times (push, the same push again, a pull request with one
 * change), told to a person as a table, and judged: a warm job that compiles what it need not is a failure. Leaves the cluster up.
 */
@NullMarked
package dev.headwater.e2e.demo;

import org.jspecify.annotations.NullMarked;
