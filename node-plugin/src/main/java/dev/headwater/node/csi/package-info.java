/**
 * The gRPC door: what the kubelet asks of a CSI driver with inline volumes only. Reads its messages strictly and answers with the codes
 * and sentences that the kubelet shows in a pod's events.
 */
@NullMarked
package dev.headwater.node.csi;

import org.jspecify.annotations.NullMarked;
