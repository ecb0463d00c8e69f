/**
 * The walk of one run, from the request to the last clean-up: what is known is gathered, one step follows from it, the step is taken.
 * Nothing is remembered between two looks, so that an operator killed anywhere goes on where the journal and the cluster stand. Owns no
 * manifest and interprets no pod.
 */
@NullMarked
package dev.headwater.operator.run;

import org.jspecify.annotations.NullMarked;
