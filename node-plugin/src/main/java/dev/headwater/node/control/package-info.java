/**
 * The files that a job or a keeper exchanges with this plugin, inside volumes that they may fill with anything: the layout of such a
 * volume, reading requests and reports as hostile input, and writing results and orders.
 */
@NullMarked
package dev.headwater.node.control;

import org.jspecify.annotations.NullMarked;
