package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.control.Request;
import dev.headwater.control.SaveTerms;
import dev.headwater.control.SaveTerms.Standing;
import dev.headwater.control.StateFile;
import java.util.Optional;

/**
 * What the job wishes for its volume. A step that asks for a save or a skip by name means it; one that asks for the end as agreed gets the last
 * word of all that was said before: in the state file, by a step that found the volume busy, or by the restore request.
 */
public final class WishPolicy {
    private static final int MOST_REASON = 200;

    /**
     * The wish of a step.
     *
     * @param state since {@code kept}, where there is one
     * @param kept wish of an earlier step, which found the volume busy
     */
    public static RunSpec.Save judge(
            Request.Finish request, SaveTerms terms, StateFile state, Optional<RunSpec.Save> kept) {
        return switch (request.wish()) {
            case SAVE -> wish(Standing.SAVE, request.reason().orElseGet(SaveReason.JobAsked::name));
            case SKIP -> wish(Standing.SKIP, request.reason().orElseGet(SaveReason.JobAskedToSkip::name));
            case AS_AGREED ->
                later(state)
                        .or(() -> kept)
                        .orElseGet(() -> wish(
                                terms.standing(),
                                request.reason()
                                        .or(state::reason)
                                        .orElseGet(() -> "its restore step says save: "
                                                + terms.standing().word())));
        };
    }

    /** What the job said after its last step asked; empty where it said nothing of a save. */
    public static Optional<RunSpec.Save> later(StateFile since) {
        return since.save()
                .map(standing ->
                        wish(standing, since.reason().orElseGet(() -> "its state file says save=" + standing.word())));
    }

    private static RunSpec.Save wish(Standing standing, String reason) {
        var line = Printable.line(reason);
        var bounded = line.substring(0, Math.min(line.length(), MOST_REASON));
        return switch (standing) {
            case SAVE -> new RunSpec.Save(RunSpec.Wish.Save, bounded, null);
            case SKIP -> new RunSpec.Save(RunSpec.Wish.Skip, bounded, null);
            case AUTO -> new RunSpec.Save(RunSpec.Wish.Save, bounded, RunSpec.Mode.Auto);
        };
    }

    private WishPolicy() {}
}
