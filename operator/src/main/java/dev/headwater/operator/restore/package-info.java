/**
 * Which snapshot a run starts from, if any: what is known of the request is gathered, judged without the cluster, and told with a reason.
 * A wrong request, an unknown stream and a stream without snapshots are different answers; a failed look is none.
 */
@NullMarked
package dev.headwater.operator.restore;

import org.jspecify.annotations.NullMarked;
