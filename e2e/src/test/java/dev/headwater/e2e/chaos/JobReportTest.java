package dev.headwater.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JobReportTest {
    private static final String TOLD = """
            restore-exit=0
            restored-from=branch
            found=ab12 1 5\s
            end-exit=0
            saved=true
            saved-snapshot-id=run-1
            """;

    @Test
    void what_the_job_found_and_was_told_is_read() {
        var report = JobReport.parse(TOLD);
        assertThat(report.found()).contains(new Content(List.of(1, 5), "ab12"));
        assertThat(report.toldSnapshot()).contains("run-1");
        assertThat(report.failedStep()).isEmpty();
        assertThat(report.isWhole(Ending.SAVE)).isTrue();
    }

    @Test
    void a_job_that_ended_early_has_no_whole_report() {
        var report = JobReport.parse("restore-exit=0\nfound=ab12\n");
        assertThat(report.isWhole(Ending.SAVE)).isFalse();
        assertThat(report.isWhole(Ending.SILENT)).isTrue();
        assertThat(report.found()).contains(new Content(List.of(), "ab12"));
    }

    @Test
    void a_step_that_failed_is_named() {
        assertThat(JobReport.parse("restore-exit=3\n").failedStep()).contains("restore-exit=3");
    }
}
