package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.Fields;
import dev.headwater.control.Marker;
import dev.headwater.control.Order;
import dev.headwater.control.Relevance;
import dev.headwater.control.Report;
import dev.headwater.control.SaveTerms;
import dev.headwater.control.SaveTerms.OnEmpty;
import dev.headwater.control.SaveTerms.Standing;
import dev.headwater.node.record.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangePolicyTest {
    private static final String SHA = "a".repeat(40);
    private static final Map<String, String> RESTORED = Map.of("new-volume", "false", "restored-source-sha", SHA);

    private static SaveTerms terms(Optional<Marker> marker) {
        return new SaveTerms(Standing.AUTO, new Relevance(marker, Relevance.PathRule.UNSAID, List.of()), OnEmpty.SAVE);
    }

    private static RunRecord marked(boolean carried) {
        return TestRun.attached(terms(Optional.of(new Marker("build-id", Optional.of("42")))), carried, RESTORED);
    }

    private static RunRecord unmarked() {
        return TestRun.attached(SaveTerms.UNSAID, false, RESTORED);
    }

    private static Report report(String changed) {
        return new Report(
                Report.Outcome.DONE,
                Optional.empty(),
                new Fields.Builder()
                        .with("changed", Optional.of(changed).filter(word -> !word.isEmpty()))
                        .with("changed-why", Optional.of("paths").filter(word -> !changed.isEmpty()))
                        .build());
    }

    private static String judge(RunRecord record, Report report) {
        return ChangePolicy.judge(record, report)
                .map(change -> change.word() + ": " + change.why())
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | '' | No: marker build-id has already the value 42",
                "false | '' | Yes: marker build-id had not yet the value 42",
                "true | Yes | Yes: paths",
                "true | No | No: marker build-id has already the value 42",
                "true | Unknown | Unknown: paths",
                "false | No | Yes: marker build-id had not yet the value 42",
                "true | rubbish | Unknown: paths",
            })
    void marker_and_paths_each_can_tell_of_a_change(boolean carried, String keeper, String expected) {
        assertThat(judge(marked(carried), report(keeper))).isEqualTo(expected);
    }

    @Test
    void a_new_volume_has_changed_whatever_is_said() {
        var fresh = TestRun.attached(SaveTerms.UNSAID, false, Map.of("new-volume", "true"));

        assertThat(judge(fresh, report("No"))).isEqualTo("Yes: the volume was new");
    }

    @Test
    void a_new_volume_has_not_changed_for_a_job_that_does_not_save_such() {
        var terms = new SaveTerms(Standing.AUTO, Relevance.UNSAID, OnEmpty.SKIP);
        var fresh = TestRun.attached(terms, false, Map.of("new-volume", "true"));

        assertThat(judge(fresh, report("Yes")))
                .isEqualTo("No: the volume was new, and its restore step says save-on-empty: false");
        assertThat(judge(TestRun.attached(terms, false, RESTORED), report("Yes")))
                .isEqualTo("Yes: paths");
    }

    @Test
    void where_nobody_asked_nothing_is_said() {
        assertThat(judge(unmarked(), report(""))).isEmpty();
        assertThat(judge(unmarked(), report("No"))).isEqualTo("No: paths");
    }

    @Test
    void only_the_words_for_a_marker_are_taken_from_a_keeper() {
        var rubbish = new Fields.Builder().with("marker", "perhaps").build();

        assertThat(ChangePolicy.marker(new Report(Report.Outcome.DONE, Optional.empty(), rubbish)))
                .isEmpty();
    }

    @Test
    void the_seal_order_carries_the_terms_and_the_record_what_the_snapshot_will_say() {
        var order = (Order.Seal) SealOrder.of(marked(false));

        assertThat(order.gitBase()).contains(SHA);
        assertThat(order.relevance().marker().orElseThrow().file()).isEqualTo("build-id");
        assertThat(order.record().values())
                .containsEntry("marker-file", "build-id")
                .containsEntry("marker-value", "42");
        assertThat(new Marker("build-id", Optional.of("42")).isCarriedBy(order.record()))
                .isTrue();
        assertThat(new Marker("build-id", Optional.of("43")).isCarriedBy(order.record()))
                .isFalse();
        assertThat(new Marker("other", Optional.of("42")).isCarriedBy(order.record()))
                .isFalse();
        assertThat(new Marker("build-id", Optional.empty()).isCarriedBy(order.record()))
                .isFalse();

        var plain = (Order.Seal) SealOrder.of(TestRun.attached(SaveTerms.UNSAID, false, Map.of()));
        assertThat(plain.gitBase()).isEmpty();
        assertThat(plain.record().values()).doesNotContainKeys("marker-file", "marker-value");
    }
}
