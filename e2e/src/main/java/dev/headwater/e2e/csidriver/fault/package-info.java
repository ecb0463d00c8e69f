/**
 * Trouble on command. A control file below the state directory holds one rule per line; stories write it through {@code
 * Faults}, people through the command line, and the driver reads it at every call, so that trouble starts and ends
 * while everything runs.
 *
 * <pre>
 * METHOD ACTION [ARGUMENT] [once|xN]     METHOD is a CSI method or *; without a count the rule stays until cleared
 *   fail CODE                            answer with that gRPC code, do nothing
 *   delay DURATION                       do it later
 *   hang                                 do nothing until the rule is cleared or the caller gives up
 *   lose-answer                          do it, then answer UNAVAILABLE
 *   wrong-zone                           CreateVolume: make the volume in a zone nobody asked for
 *   force-detach                         ControllerUnpublishVolume: say detached while the node still writes
 * set NAME VALUE                         snapshot-delay, snapshot-delay-per-gib, max-volumes-per-node,
 *                                        snapshot-dependence (none, volume, clones)
 * </pre>
 */
@NullMarked
package dev.headwater.e2e.csidriver.fault;

import org.jspecify.annotations.NullMarked;
