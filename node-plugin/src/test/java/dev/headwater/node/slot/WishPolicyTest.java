package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunSpec.Mode;
import dev.headwater.api.v1alpha1.RunSpec.Save;
import dev.headwater.api.v1alpha1.RunSpec.Wish;
import dev.headwater.control.Relevance;
import dev.headwater.control.Request;
import dev.headwater.control.SaveTerms;
import dev.headwater.control.SaveTerms.Standing;
import dev.headwater.control.StateFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WishPolicyTest {
    private static final Optional<Save> NOTHING_KEPT = Optional.empty();

    private static Request.Finish asks(Request.Wish wish, String reason) {
        return new Request.Finish(
                "/mnt/cargo",
                Request.DEFAULT_TIMEOUT,
                wish,
                Optional.of(reason).filter(text -> !text.isEmpty()),
                Optional.empty());
    }

    private static StateFile says(String text) {
        return StateFile.parse(text.getBytes(StandardCharsets.UTF_8), "cargo", Set.of());
    }

    private static SaveTerms agreed(Standing standing) {
        return new SaveTerms(standing, Relevance.UNSAID, SaveTerms.OnEmpty.SAVE);
    }

    @ParameterizedTest
    @EnumSource(Standing.class)
    void who_asks_by_name_means_it(Standing standing) {
        var state = says("save=false\nreason=x\n");

        assertThat(WishPolicy.judge(asks(Request.Wish.SAVE, "green"), agreed(standing), state, NOTHING_KEPT))
                .isEqualTo(new Save(Wish.Save, "green", null));
        assertThat(WishPolicy.judge(asks(Request.Wish.SKIP, ""), agreed(standing), says("save=true"), NOTHING_KEPT))
                .isEqualTo(new Save(Wish.Skip, "JobAskedToSkip", null));
    }

    @Test
    void as_agreed_is_the_last_word_of_the_state_file() {
        var finish = asks(Request.Wish.AS_AGREED, "");

        assertThat(WishPolicy.judge(
                        finish, agreed(Standing.SAVE), says("save=false\nreason=docs\u001b[2J only\n"), NOTHING_KEPT))
                .isEqualTo(new Save(Wish.Skip, "docs?[2J only", null));
        assertThat(WishPolicy.judge(finish, agreed(Standing.SKIP), says("save=auto\n"), NOTHING_KEPT))
                .isEqualTo(new Save(Wish.Save, "its state file says save=auto", Mode.Auto));
    }

    @Test
    void without_a_word_it_is_what_the_restore_step_said() {
        var finish = asks(Request.Wish.AS_AGREED, "");

        assertThat(WishPolicy.judge(finish, agreed(Standing.SAVE), StateFile.EMPTY, NOTHING_KEPT))
                .isEqualTo(new Save(Wish.Save, "its restore step says save: true", null));
        assertThat(WishPolicy.judge(finish, agreed(Standing.SKIP), StateFile.EMPTY, NOTHING_KEPT))
                .isEqualTo(new Save(Wish.Skip, "its restore step says save: false", null));
        assertThat(WishPolicy.judge(finish, SaveTerms.UNSAID, StateFile.EMPTY, NOTHING_KEPT))
                .isEqualTo(new Save(Wish.Save, "its restore step says save: auto", Mode.Auto));
    }

    @Test
    void the_wish_of_a_step_that_found_the_volume_busy_is_a_word_too() {
        var kept = Optional.of(new Save(Wish.Save, "green", null));
        var finish = asks(Request.Wish.AS_AGREED, "");

        assertThat(WishPolicy.judge(finish, agreed(Standing.SKIP), StateFile.EMPTY, kept))
                .isEqualTo(kept.get());
        assertThat(WishPolicy.judge(finish, agreed(Standing.SAVE), says("save=false"), kept)
                        .wish())
                .isEqualTo(Wish.Skip);
        assertThat(WishPolicy.later(says("reason=only a reason\nnonsense"))).isEmpty();
    }

    @Test
    void a_reason_is_never_longer_than_its_field() {
        assertThat(WishPolicy.judge(
                                asks(Request.Wish.SAVE, "x".repeat(500)),
                                SaveTerms.UNSAID,
                                StateFile.EMPTY,
                                NOTHING_KEPT)
                        .reason())
                .hasSize(200);
    }
}
