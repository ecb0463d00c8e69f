package dev.headwater.operator.trust;

import dev.headwater.api.v1alpha1.ProofReason;

/** Why a token does not count. */
record Flaw(ProofReason reason, String sentence) {}
