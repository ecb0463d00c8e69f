package dev.headwater.node.walk;

import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.control.Token;
import dev.headwater.node.record.SlotRecord;
import java.util.Optional;

/** What the walk asks of the cluster. */
public interface Runs {
    /** What the API server last said; empty while it has said nothing. Never blocks. */
    Optional<RunStatus> status(String namespace, String name);

    /** Whether a pod still exists. Asks the API server. */
    Presence pod(String namespace, String name, String uid);

    /** What is known of a pod. */
    enum Presence {
        THERE,
        GONE,
        UNKNOWN
    }

    /** A request of this slot was answered with a refusal, and no run will speak of it: somebody else should. Never blocks. */
    void refused(SlotRecord slot, String reason, String message);

    /** Has somebody look at a token of the run's job, as long as it can matter. Never blocks, and nothing waits for it. */
    void prove(String run, TokenUse use, Token token);

    /** The record of this run changed: the API server may lack something. Never blocks. */
    void changed(String run);
}
