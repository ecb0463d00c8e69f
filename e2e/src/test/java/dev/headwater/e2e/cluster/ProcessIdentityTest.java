package dev.headwater.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
    private static final String REST = " 1 7 7 0 -1 4194560 100 0 0 0 5 3 0 0 20 0 9 0 8421 1000000 500";

    @Test
    void the_start_time_is_found_behind_a_name_with_spaces_and_brackets() {
        assertThat(ProcessIdentity.fromStat(7, "7 (a) b (c) S" + REST)).contains(new ProcessIdentity(7, 8421));
    }

    @Test
    void a_process_that_only_waits_to_be_reaped_is_gone() {
        assertThat(ProcessIdentity.fromStat(7, "7 (kubelet) Z" + REST)).isEmpty();
    }

    @Test
    void what_was_written_is_read_back() {
        var identity = new ProcessIdentity(12, 345);
        assertThat(ProcessIdentity.parse(identity.format() + "\n")).contains(identity);
    }

    @Test
    void a_record_of_a_process_that_ended_at_once_names_none() {
        assertThat(ProcessIdentity.parse("ended at once")).isEmpty();
        assertThat(ProcessIdentity.parse("")).isEmpty();
    }

    @Test
    void this_process_is_alive() {
        assertThat(ProcessIdentity.of(ProcessHandle.current().pid()))
                .hasValueSatisfying(self -> assertThat(self.isAlive()).isTrue());
    }

    @Test
    void a_later_process_with_the_same_number_is_another_one() {
        var earlier = new ProcessIdentity(ProcessHandle.current().pid(), 1);
        assertThat(earlier.isAlive()).isFalse();
    }
}
