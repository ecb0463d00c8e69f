/**
 * Life of streams: whether one is sound and can serve jobs, and what it holds. Looks and says; runs do not wait for what is said here but
 * look for themselves.
 */
@NullMarked
package dev.headwater.operator.stream;

import org.jspecify.annotations.NullMarked;
