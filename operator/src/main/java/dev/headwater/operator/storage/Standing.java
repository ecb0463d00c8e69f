package dev.headwater.operator.storage;

import dev.headwater.api.v1alpha1.StreamReason;

/** Whether what is saved with the classes of a policy can be relied on. */
public sealed interface Standing {

    /** Yes. */
    record Accepted() implements Standing {}

    /**
     * That is being found out.
     *
     * @param sentence how far it is
     */
    record Unproven(ClassSet classes, Probe probe, String sentence) implements Standing {}

    /**
     * No.
     *
     * @param sentence what is wrong and what to do, with a command where one does it
     */
    record Refused(StreamReason reason, String sentence) implements Standing {}

    /** Whether the probe that will say so exists. */
    enum Probe {
        TO_BE_ASKED_FOR,
        UNDER_WAY
    }
}
