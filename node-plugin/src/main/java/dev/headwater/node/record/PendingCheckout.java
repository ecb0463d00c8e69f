package dev.headwater.node.record;

/** A checkout that the keeper was told to make; its order, report and result have the request's id. */
public record PendingCheckout(String requestId, StepTimeout step) {}
