/**
 * The cluster, as far as this node needs it: watching the runs of its own node, and telling the API server what the records say. The API
 * server may be away for as long as it likes; nothing here is waited for by a mount.
 */
@NullMarked
package dev.headwater.node.runs;

import org.jspecify.annotations.NullMarked;
