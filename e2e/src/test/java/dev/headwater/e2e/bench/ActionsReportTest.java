package dev.headwater.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headwater.e2e.figures.Figure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionsReportTest {
    private static final String LOG = """
            {"stage":"Main","step":"headwater-dev/headwater/actions/snapshot@v1","stepResult":"success","executionTime":1500000000,"msg":""}
            {"stage":"Main","step":"cargo build","stepResult":"success","executionTime":9000000000,"msg":""}
            {"stage":"Post","step":"headwater-dev/headwater/actions/snapshot@v1","stepResult":"success","executionTime":200000000,"msg":""}
            action process 1000.25 2400.75
            action process 5000 5100.5
            """;

    @Test
    void a_job_costs_what_its_action_processes_do_beside_waiting() {
        var sample = ActionsReport.Sample.of(LOG, Duration.ofMillis(1200));

        assertThat(sample.processes()).isCloseTo(1.501, within(1e-6));
        assertThat(sample.own()).isCloseTo(0.301, within(1e-6));
        assertThat(sample.ofSteps()).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void half_of_the_jobs_may_not_be_slower_than_the_goal() {
        var quick = new ActionsReport.Sample(2, 2.5, 1);
        var slow = new ActionsReport.Sample(4, 5, 1);

        assertThat(new ActionsReport(List.of(quick, quick, slow)).figures()).allMatch(Figure::met);
        assertThat(new ActionsReport(List.of(quick, slow, slow)).figures())
                .filteredOn(figure -> !figure.met())
                .extracting(Figure::name)
                .containsExactly("actions.own_median");
    }
}
