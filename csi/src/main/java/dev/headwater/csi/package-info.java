/**
 * What every CSI driver of this project needs beside the generated messages: a gRPC server on a unix socket and the
 * introduction to the kubelet. The messages are compiled from {@code src/main/protobuf} into {@code
 * dev.headwater.csi.v1} and {@code dev.headwater.csi.registration}; nothing here knows a driver.
 */
@NullMarked
package dev.headwater.csi;

import org.jspecify.annotations.NullMarked;
