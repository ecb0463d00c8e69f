/**
 * What the pages tell people to copy. The blocks are found on the pages themselves, and what each of them is, its content says: a block that
 * cannot be placed, or that those who read it would refuse, fails a test.
 */
@NullMarked
package dev.headwater.e2e.pages;

import org.jspecify.annotations.NullMarked;
