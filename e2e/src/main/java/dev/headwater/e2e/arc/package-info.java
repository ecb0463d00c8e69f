/**
 * A stand-in for Actions Runner Controller 0.14, with its manners as far as they matter to a volume: who makes and owns a runner's pod, when
 * it is deleted and made again, what its EphemeralRunner says and how late, and how job pods of the kubernetes mode come and go. In place of
 * GitHub there is whoever calls {@link dev.headwater.e2e.arc.RunningScaleSet#take}: any idle runner takes any job.
 */
@NullMarked
package dev.headwater.e2e.arc;

import org.jspecify.annotations.NullMarked;
