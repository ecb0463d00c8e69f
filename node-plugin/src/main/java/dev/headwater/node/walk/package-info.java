/**
 * Carries out what the policies say: slots are published and taken away, requests become runs, runs are walked from their request to
 * the proof that nothing is left. The only room that brings kernel, files, records and cluster together. Everything that touches a slot
 * holds its one lock.
 */
@NullMarked
package dev.headwater.node.walk;

import org.jspecify.annotations.NullMarked;
