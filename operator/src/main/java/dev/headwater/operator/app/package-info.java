/**
 * The program: configuration, clock, leader election, health, metrics, the periodic sweep, and the check that an uninstallation asks for.
 * Knows all rooms and is known by none.
 */
@NullMarked
package dev.headwater.operator.app;

import org.jspecify.annotations.NullMarked;
