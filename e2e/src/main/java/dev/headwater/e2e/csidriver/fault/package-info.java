/**
 * Trouble on command. A control file below the state directory holds one rule per line; stories write it through {@code
 * Faults}, people through the command line, and the driver reads it at every call, so that trouble starts and ends
 * while everything runs.
 *
 * <pre>
 * METHOD ACTION [ARGUMENT] [once|xN] [of NAME]
 *                                        METHOD is a CSI method or *; without a count the rule stays until cleared
 *   fail CODE                            answer with that gRPC code, do nothing
 *   delay DURATION                       do it later
 *   hang                                 do nothing until the rule is cleared or the caller gives up
 *   lose-answer                          do it, then answer UNAVAILABLE
 *   wrong-zone                           CreateVolume: make the volume in a zone nobody asked for
 *   force-detach                         ControllerUnpublishVolume: say detached while the node still writes
 *   of NAME                              only volumes whose StorageClass has the parameter {@code faults: NAME}
 * set NAME VALUE                         snapshot-delay, snapshot-delay-per-gib, max-volumes-per-node,
 *                                        max-volumes-of/NODE (wins over the one before),
 *                                        snapshot-dependence (none, volume, clones), for snapshots whose
 *                                        VolumeSnapshotClass has no parameter of that name
 * </pre>
 *
 * <p>The parameter of the StorageClass becomes part of the volume context, so {@code of} is possible where a call carries one of the two:
 * CreateVolume, ControllerPublishVolume, NodeStageVolume and NodePublishVolume; {@code * ... of NAME} means these four. Who shares the storage
 * with others gives his trouble a name, and it counts before rules without one, which hit everybody.
 */
@NullMarked
package dev.headwater.e2e.csidriver.fault;

import org.jspecify.annotations.NullMarked;
