package dev.headwater.operator.retention;

import dev.headwater.api.v1alpha1.RetentionReason;
import dev.headwater.operator.model.Condemnation;
import dev.headwater.operator.model.Uses;

/** One thing to do about one VolumeSnapshot. */
public sealed interface RetentionStep {

    /** Name of the VolumeSnapshot. */
    String snapshot();

    /** Write down what is known of its use. */
    record Stamp(String snapshot, Uses uses) implements RetentionStep {}

    /** It stays after all. */
    record Spare(String snapshot) implements RetentionStep {}

    /** The first phase: write down that it goes, why, and from when on. From then on nobody restores it. */
    record Condemn(String snapshot, Condemnation verdict) implements RetentionStep {}

    /** The second phase: the data goes. */
    record Delete(String snapshot, RetentionReason reason) implements RetentionStep {}
}
