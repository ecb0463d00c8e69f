package dev.headwater.e2e.bench;

import dev.headwater.e2e.figures.Distribution;
import dev.headwater.e2e.figures.Figure;
import dev.headwater.e2e.figures.Goal;
import dev.headwater.e2e.world.WorkflowLog;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/** What the action steps of jobs cost that have nothing to do. */
record ActionsReport(List<Sample> samples) {
    private static final Goal OWN_SECONDS = Goal.atMost(1.5);

    /**
     * One job, in seconds.
     *
     * @param processes how long its action processes lived, together
     * @param steps how long its action steps took, together, as who ran them says
     * @param waited for results of the node plugin
     */
    record Sample(double processes, double steps, double waited) {
        private static final Pattern PROCESS = Pattern.compile("(?m)^action process ([0-9.]+) ([0-9.]+)$");
        private static final String ACTION = "headwater-dev/headwater/actions/";

        /** @param log of the job: of who ran the workflow, and then the lines of action-clock.cjs */
        static Sample of(String log, Duration waited) {
            var processes = PROCESS.matcher(log)
                    .results()
                    .mapToDouble(process -> Double.parseDouble(process.group(2)) - Double.parseDouble(process.group(1)))
                    .sum();
            var steps = WorkflowLog.parse(log).steps().stream()
                    .filter(step -> step.name().startsWith(ACTION))
                    .map(WorkflowLog.Step::took)
                    .reduce(Duration.ZERO, Duration::plus);
            return new Sample(processes / 1000, steps.toMillis() / 1000.0, waited.toMillis() / 1000.0);
        }

        double own() {
            return processes - waited;
        }

        double ofSteps() {
            return steps - waited;
        }
    }

    List<Figure> figures() {
        var own = distribution(Sample::own);
        return List.of(
                Figure.of("actions.own_median", "s", own.median(), OWN_SECONDS),
                Figure.of("actions.own_max", "s", own.max(), Goal.reported()),
                Figure.of(
                        "actions.steps_median",
                        "s",
                        distribution(Sample::ofSteps).median(),
                        Goal.reported()),
                Figure.of(
                        "actions.waited_median",
                        "s",
                        distribution(Sample::waited).median(),
                        Goal.reported()));
    }

    private Distribution distribution(ToDoubleFunction<Sample> number) {
        return new Distribution(samples.stream().mapToDouble(number).boxed().toList());
    }
}
