package dev.headwater.e2e.arc;

import dev.headwater.e2e.world.JobPod;
import dev.headwater.e2e.world.PodShell;
import dev.headwater.e2e.world.WorkflowRun;
import java.time.Duration;

/**
 * A runner that has a job. Its hook has run, as it does before the first step of any job; what the steps are is up to whoever has it.
 *
 * @param pod in which the runner was when it acquired the job
 */
public record AcquiredRunner(RunningScaleSet set, JobPod pod, WorkflowRun run) {
    private static final Duration HOOK = Duration.ofMinutes(1);
    private static final String HOOK_STEP =
            "[ -z \"${ACTIONS_RUNNER_HOOK_JOB_STARTED:-}\" ] || \"$ACTIONS_RUNNER_HOOK_JOB_STARTED\"";

    /** An exec that ends the container it runs in would not end itself. */
    private static final String END = "(sleep 0.1; kill -%s 1) < /dev/null > /dev/null 2>&1 &";

    /** A shell in the container {@code runner} with the environment of a step. */
    public PodShell shell() {
        return pod.shell().with(run.environment());
    }

    /** What the listener tells the runner's status, late, of another job, or never: its messages come once at most. */
    public void announce(WorkflowRun told) {
        set.announce(pod.name(), told);
    }

    /** The runner has reported its job, whatever came of it, and ends with exit code 0. */
    public void complete() {
        end("TERM");
    }

    /** The runner's process dies. */
    public void crash() {
        end("USR1");
    }

    AcquiredRunner began() {
        var hook = shell().run(HOOK_STEP, HOOK);
        if (hook.exitCode() != 0) {
            throw new IllegalStateException("The job-started hook failed the job: " + hook.output());
        }
        return this;
    }

    private void end(String signal) {
        pod.shell().run(END.formatted(signal), HOOK);
        set.left();
    }
}
