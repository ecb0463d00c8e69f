package dev.headwater.node.record;

/**
 * The restore request of a run, as far as only this node needs it.
 *
 * @param namespace of the pod and of the run
 * @param run name of the run
 * @param target of the slot
 * @param requestId of the control file
 */
public record Ask(String namespace, String run, String target, String requestId, StepTimeout step) {}
