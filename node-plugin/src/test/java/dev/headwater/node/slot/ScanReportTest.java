package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.control.Fields;
import org.junit.jupiter.api.Test;

class ScanReportTest {
    @Test
    void a_report_is_passed_on() {
        var details = new Fields.Builder()
                .with("scan", "Incomplete")
                .with("scan-why", "It was not done in its time.")
                .with("used-percent", "81")
                .with("finding-1", "npm-token a b/c")
                .with("finding-2", "private-key d")
                .build();

        assertThat(ScanReport.scan(details)).contains("Incomplete");
        assertThat(ScanReport.why(details)).contains("It was not done in its time.");
        assertThat(ScanReport.usedPercent(details)).contains(81);
        assertThat(ScanReport.findings(details))
                .containsExactly(
                        new RunStatus.Finding("a b/c", "npm-token"), new RunStatus.Finding("d", "private-key"));
    }

    @Test
    void an_older_keepers_report_says_nothing() {
        var details = new Fields.Builder().with("head", "abc").build();

        assertThat(ScanReport.scan(details)).isEmpty();
        assertThat(ScanReport.why(details)).isEmpty();
        assertThat(ScanReport.usedPercent(details)).isEmpty();
        assertThat(ScanReport.findings(details)).isNull();
    }

    @Test
    void what_is_no_report_stays_within_the_bounds_of_the_API_and_a_finding_stays_one() {
        var details = new Fields.Builder()
                .with("scan", "Perfect")
                .with("scan-why", "x".repeat(5000))
                .with("used-percent", "-1")
                .with("finding-1", "::set-output " + "y".repeat(5000))
                .with("finding-2", "npm-token a\u001b[2J")
                .with("finding-17", "npm-token z")
                .build();

        assertThat(ScanReport.scan(details)).isEmpty();
        assertThat(ScanReport.why(details).orElseThrow()).hasSizeLessThanOrEqualTo(2048);
        assertThat(ScanReport.usedPercent(details)).isEmpty();
        assertThat(ScanReport.findings(details)).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.path()).hasSizeLessThanOrEqualTo(512).doesNotContain("\u001b");
            assertThat(finding.rule()).matches("[a-z0-9-]{1,64}");
        });
    }
}
