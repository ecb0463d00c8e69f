package dev.headwater.keeper.orders;

import dev.headwater.control.Order;
import dev.headwater.control.Token;
import java.util.Optional;

/** An order that has no report yet. */
sealed interface Pending {
    String id();

    /**
     * An order to be done.
     *
     * @param token the secret beside it
     */
    record Valid(String id, Order order, Optional<Token> token) implements Pending {}

    /**
     * A file that is no order.
     *
     * @param sentence why it cannot be read
     */
    record Malformed(String id, String sentence) implements Pending {}
}
