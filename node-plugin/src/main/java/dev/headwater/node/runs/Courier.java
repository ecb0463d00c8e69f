package dev.headwater.node.runs;

import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.control.Token;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings the tokens of jobs to the operator. They lie in memory and nowhere else, each until it was taken or its time is over: what is not
 * proven by then is judged as if there had been no token.
 */
final class Courier {
    private static final Logger LOG = System.getLogger(Courier.class.getName());

    /** For a volume the operator waits no longer. */
    private static final Duration RESTORE = Duration.ofSeconds(5);

    /** So long the end of a run is not told, because the verdict follows it at once. */
    private static final Duration SAVE = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofMillis(200);

    /** What the operator said of a token. */
    enum Answer {
        TAKEN,
        /** It does not know the run yet, or cannot say anything at the moment. */
        LATER,
        REFUSED
    }

    /** The way to the operator. */
    @FunctionalInterface
    interface Door {
        /**
         * Hands one token over.
         *
         * @throws IOException if nobody answers
         */
        Answer hand(String namespace, String run, TokenUse use, Token token) throws IOException, InterruptedException;
    }

    private record Pending(TokenUse use, Token token, Instant until) {}

    private final Door door;
    private final Clock clock;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();

    Courier(Door door, Clock clock) {
        this.door = door;
        this.clock = clock;
    }

    /** A later token of the same run takes the place of an earlier one. */
    void keep(String run, TokenUse use, Token token) {
        var patience = switch (use) {
            case RESTORE -> RESTORE;
            case SAVE -> SAVE;
        };
        pending.put(run, new Pending(use, token, clock.instant().plus(patience)));
    }

    /** Whether a token for this use is still to be brought. */
    boolean holds(String run, TokenUse use) {
        return Optional.ofNullable(pending.get(run))
                .filter(held -> held.use() == use)
                .isPresent();
    }

    /** Tries once. After which pause to try again; empty where there is nothing more to bring. */
    Optional<Duration> bring(String namespace, String run) throws InterruptedException {
        var held = pending.get(run);
        if (held == null) {
            return Optional.empty();
        }
        var why = failure(namespace, run, held);
        if (why.isPresent() && clock.instant().isBefore(held.until())) {
            return Optional.of(AGAIN);
        }
        why.ifPresent(sentence -> LOG.log(
                Level.WARNING,
                "{0}: the {1} token of the job proves nothing: {2}",
                run,
                held.use().word(),
                sentence));
        pending.remove(run, held);
        return Optional.empty();
    }

    private Optional<String> failure(String namespace, String run, Pending held) throws InterruptedException {
        try {
            return switch (door.hand(namespace, run, held.use(), held.token())) {
                case TAKEN -> Optional.empty();
                case LATER -> Optional.of("the operator could not look at it in time");
                case REFUSED -> {
                    LOG.log(Level.WARNING, "{0}: the operator refuses a token of the job", run);
                    yield Optional.empty();
                }
            };
        } catch (IOException e) {
            return Optional.of("the operator does not answer: " + e);
        }
    }
}
