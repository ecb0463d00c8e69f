/**
 * The controllers against a real API server. The tests play everybody else: the node plugin, the kubelet, the provisioner and the
 * snapshot controller.
 */
@NullMarked
package dev.headwater.operator.api;

import org.jspecify.annotations.NullMarked;
