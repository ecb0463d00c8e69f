/**
 * Where the tokens of jobs come in: node plugins hand them over, by TLS and each for the runs of its own node. What a token proves is
 * judged elsewhere and written into the run's journal; the token itself is kept nowhere.
 */
@NullMarked
package dev.headwater.operator.proof;

import org.jspecify.annotations.NullMarked;
