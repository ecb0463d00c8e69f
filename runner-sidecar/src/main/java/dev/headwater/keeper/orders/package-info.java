/**
 * The keeper's inbox: finds the orders that have no report, does them one after the other within their time, and answers each. Holds no state: a
 * keeper that was killed finds the same orders again.
 */
@NullMarked
package dev.headwater.keeper.orders;

import org.jspecify.annotations.NullMarked;
