package dev.headwater.keeper.orders;

import dev.headwater.control.Order;

/** An order that has no report yet. */
sealed interface Pending {
    String id();

    record Valid(String id, Order order) implements Pending {}

    /**
     * A file that is no order.
     *
     * @param sentence why it cannot be read
     */
    record Malformed(String id, String sentence) implements Pending {}
}
