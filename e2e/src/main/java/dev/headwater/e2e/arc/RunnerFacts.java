package dev.headwater.e2e.arc;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/**
 * A runner as it is now.
 *
 * @param pod of its name, whoever made it
 */
record RunnerFacts(EphemeralRunner runner, Optional<Pod> pod) {}
