package dev.headwater.node.walk;

import dev.headwater.node.mount.Processes;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes away slots whose unpublishing never came, because the kubelet was down when their pod went. Only after the API server has said
 * twice, one sweep apart, that the pod is gone, and no process of it is left.
 */
final class Sweep {
    private final State state;
    private final Runs runs;
    private final SlotEndpoint endpoint;
    private final Set<String> suspects = new HashSet<>();

    Sweep(State state, Runs runs, SlotEndpoint endpoint) {
        this.state = state;
        this.runs = runs;
        this.endpoint = endpoint;
    }

    void run() throws IOException {
        var gone = new HashSet<String>();
        var processes = new Processes();
        for (var slot : state.slots().all()) {
            if (runs.pod(slot.podNamespace(), slot.podName(), slot.podUid()) == Runs.Presence.GONE
                    && !processes.anyOf(slot.podUid())) {
                gone.add(slot.target());
                takeAwayIfSuspect(slot);
            }
        }
        suspects.clear();
        suspects.addAll(gone);
    }

    private void takeAwayIfSuspect(SlotRecord slot) throws IOException {
        var target = SlotTarget.parse(slot.target());
        if (suspects.contains(slot.target()) && target.isPresent()) {
            endpoint.unpublish(target.get());
        }
    }
}
