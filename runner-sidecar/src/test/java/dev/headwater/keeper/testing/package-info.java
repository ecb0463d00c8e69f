/** What tests of the keeper work against: a real git remote over HTTP, its author, and a picture of a directory tree with times. */
@NullMarked
package dev.headwater.keeper.testing;

import org.jspecify.annotations.NullMarked;
