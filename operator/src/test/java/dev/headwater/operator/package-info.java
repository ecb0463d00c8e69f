/** What the tests of all rooms share, and the rules that the rooms keep. */
@NullMarked
package dev.headwater.operator;

import org.jspecify.annotations.NullMarked;
