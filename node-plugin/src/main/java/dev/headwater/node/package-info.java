/** The node plugin: one process on every node, a CSI driver for slots and the hand that moves volumes into them. */
@NullMarked
package dev.headwater.node;

import org.jspecify.annotations.NullMarked;
