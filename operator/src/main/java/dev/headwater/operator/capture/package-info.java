/**
 * Takes the VolumeSnapshot of a saved volume and brings it to the point where others can restore it: proof of origin on both objects, cut,
 * ready. It starts only on the node's evidence that nobody can write to the volume any more.
 */
@NullMarked
package dev.headwater.operator.capture;

import org.jspecify.annotations.NullMarked;
