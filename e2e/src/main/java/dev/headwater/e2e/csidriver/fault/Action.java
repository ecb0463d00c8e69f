package dev.headwater.e2e.csidriver.fault;

import dev.headwater.e2e.csidriver.state.Quantities;
import io.grpc.Status;
import java.time.Duration;

/** What goes wrong. */
public sealed interface Action {
    /** Answered with {@code code}; nothing is done. */
    record Fail(Status.Code code) implements Action {}

    /** Done after {@code time}. */
    record Delay(Duration time) implements Action {}

    /** Not done while the rule stands and the caller waits. */
    record Hang() implements Action {}

    /** Done, but the caller sees UNAVAILABLE. */
    record LoseAnswer() implements Action {}

    /** The new volume lies in a zone that nobody asked for. */
    record WrongZone() implements Action {}

    /** Detached in the books only: the node keeps device and mount. */
    record ForceDetach() implements Action {}

    /** The rule's form: the word and its argument. */
    default String text() {
        return switch (this) {
            case Fail(Status.Code code) -> "fail " + code;
            case Delay(Duration time) -> "delay " + Quantities.text(time);
            case Hang _ -> "hang";
            case LoseAnswer _ -> "lose-answer";
            case WrongZone _ -> "wrong-zone";
            case ForceDetach _ -> "force-detach";
        };
    }
}
