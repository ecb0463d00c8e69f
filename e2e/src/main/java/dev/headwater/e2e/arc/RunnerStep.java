package dev.headwater.e2e.arc;

import java.time.Duration;

/** What the controller does next for a runner. */
sealed interface RunnerStep {
    /** Registers it with GitHub, which gives it a number. */
    record Register() implements RunnerStep {}

    /** Makes its pod, after a while where pods of it failed before. */
    record CreatePod(Duration after) implements RunnerStep {}

    /** Writes down that the pod of this uid failed, and deletes it: another one of the same name follows. */
    record DeletePod(String uid) implements RunnerStep {}

    /** Deletes the runner, and thereby its pod. */
    record DeleteRunner() implements RunnerStep {}

    /** It is being deleted: deletes the pod with its own grace, and lets the runner go without waiting for the pod's end. */
    record Finish() implements RunnerStep {}

    /** Writes the pod's phase into its status. */
    record Observe(String phase, boolean ready) implements RunnerStep {}

    /** Nothing until something changes. */
    record Wait() implements RunnerStep {}
}
