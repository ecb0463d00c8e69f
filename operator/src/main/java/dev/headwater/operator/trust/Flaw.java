package dev.headwater.operator.trust;

import dev.headwater.api.v1alpha1.TokenReason;

/** Why a token does not count. */
record Flaw(TokenReason reason, String sentence) {}
