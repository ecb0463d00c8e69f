package dev.headwater.operator.retention;

/** Why a snapshot stays. */
public enum Kept {
    /** Its run, or the storage, is still making it. */
    PENDING,
    /** It, or its content, is being deleted already. */
    DELETING,
    /** It and its content do not point at each other: whose data would go is not known. */
    HALF_BOUND,
    /** Nothing proves where it comes from, or it is another stream's. */
    UNPROVEN,
    /** The storage does not say when it was cut, so that nobody knows whether it is old. */
    UNDATED,
    /** The stream is suspended: what is there is kept. */
    SUSPENDED,
    /** The newest of the default branch. */
    HEAD,
    /** The newest of a branch that others start from. */
    BASE,
    /** A run that is not complete was given it or saves it, or a claim is made of it. */
    IN_USE,
    /** The policy keeps it. */
    WITHIN_RULES
}
