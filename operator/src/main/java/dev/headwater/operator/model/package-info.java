/**
 * The vocabulary of the operator as records: which stream, which lane, in which order, with which origin. Pure values that depend on no
 * other room; every other room may use them.
 */
@NullMarked
package dev.headwater.operator.model;

import org.jspecify.annotations.NullMarked;
