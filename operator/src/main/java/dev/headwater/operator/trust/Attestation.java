package dev.headwater.operator.trust;

import dev.headwater.api.v1alpha1.TrustLevel;
import java.util.Optional;

/**
 * How well a job is known.
 *
 * @param contradiction a sentence, where the one who started the job's pod, or a genuine token, speaks of another job
 */
public record Attestation(TrustLevel level, Optional<String> contradiction) {}
