/**
 * How well it is known whose job a run is. Evidence is read from those who started the job's pod, and from tokens that their issuer
 * signed for the run; the level that follows from it is a pure judgement, and what a job says of itself never raises it.
 */
@NullMarked
package dev.headwater.operator.trust;

import org.jspecify.annotations.NullMarked;
