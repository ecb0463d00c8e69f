package dev.headwater.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.operator.Given;
import dev.headwater.operator.run.OrphanPolicy.Fate;
import dev.headwater.operator.run.OrphanPolicy.Run;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class OrphanPolicyTest {
    private static final Pod FRESH =
            new PodBuilder().withNewMetadata().withName("k").endMetadata().build();
    private static final Pod MARKED = FRESH.edit()
            .editMetadata()
            .addToAnnotations(Api.ANNOTATION_ORPHANED_AT, Given.START.toString())
            .endMetadata()
            .build();

    @Test
    void what_has_a_run_stays() {
        assertThat(OrphanPolicy.of(FRESH, Run.EXISTS, Given.START)).isEqualTo(Fate.KEEP);
    }

    @Test
    void what_has_none_is_marked_first_and_goes_after_ten_minutes() {
        assertThat(OrphanPolicy.of(FRESH, Run.GONE, Given.START)).isEqualTo(Fate.MARK);
        assertThat(OrphanPolicy.of(MARKED, Run.GONE, Given.START.plusSeconds(599)))
                .isEqualTo(Fate.KEEP);
        assertThat(OrphanPolicy.of(MARKED, Run.GONE, Given.START.plusSeconds(600)))
                .isEqualTo(Fate.DELETE);
    }

    @Test
    void a_run_that_is_back_clears_the_mark() {
        assertThat(OrphanPolicy.of(MARKED, Run.EXISTS, Given.START.plusSeconds(900)))
                .isEqualTo(Fate.CLEAR);
    }

    @Test
    void what_is_being_deleted_is_left_alone() {
        var deleting = MARKED.edit()
                .editMetadata()
                .withDeletionTimestamp(Given.START.toString())
                .endMetadata()
                .build();
        assertThat(OrphanPolicy.of(deleting, Run.GONE, Given.START.plusSeconds(900)))
                .isEqualTo(Fate.KEEP);
    }
}
