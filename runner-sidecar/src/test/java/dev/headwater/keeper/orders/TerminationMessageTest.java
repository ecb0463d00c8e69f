package dev.headwater.keeper.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.ControlFile;
import dev.headwater.control.Fields;
import dev.headwater.control.Report;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminationMessageTest {
    @Test
    void aShortReportIsToldAsItIs() throws Exception {
        var report = new Report(
                Report.Outcome.DONE,
                Optional.of("fine"),
                new Fields.Builder().with("head", "abc").build());

        assertThat(Report.from(ControlFile.parse(TerminationMessage.of(report))))
                .isEqualTo(report);
    }

    @Test
    void ofALongOneTheEndIsLeftOut() throws Exception {
        var details = new Fields.Builder().with("scan", "Complete");
        for (var i = 1; i <= 16; i++) {
            details.with("finding-" + i, "rule " + "\u00e4".repeat(200));
        }
        var report = new Report(Report.Outcome.FAILED, Optional.of("\u00fc".repeat(1000)), details.build());

        var message = TerminationMessage.of(report);

        assertThat(message).hasSizeBetween(3500, 4096);
        assertThat(Report.from(ControlFile.parse(message)).details().values())
                .containsEntry("scan", "Complete")
                .containsKey("finding-1")
                .doesNotContainKey("finding-16");
    }
}
