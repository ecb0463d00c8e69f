package dev.headwater.e2e.cluster;

import java.util.ArrayList;
import java.util.List;

/** Decides whether the cluster may be raised beside what is on the machine already. */
final class ConflictPolicy {
    private ConflictPolicy() {}

    /** One sentence for each thing in the way; empty when the cluster may start. */
    static List<String> conflicts(MachineFacts facts) {
        var sentences = new ArrayList<String>();
        if (!facts.busyPorts().isEmpty()) {
            sentences.add("Somebody listens on port " + join(facts.busyPorts()) + ", which the cluster needs.");
        }
        if (!facts.routes().isEmpty()) {
            sentences.add("The machine routes addresses of " + Network.BLOCK + " elsewhere (" + join(facts.routes())
                    + "), and the cluster needs them.");
        }
        if (!facts.proxyTables().isEmpty()) {
            sentences.add("Another kube-proxy keeps the nftables table '" + join(facts.proxyTables())
                    + "'; delete it with 'nft delete table "
                    + facts.proxyTables().getFirst()
                    + "' if its cluster is gone.");
        }
        if (facts.kubeletListens()) {
            sentences.add(
                    "Another kubelet runs on this machine, and two cannot share /var/lib/kubelet/device-plugins.");
        }
        return sentences;
    }

    private static String join(List<?> words) {
        return String.join(", ", words.stream().map(Object::toString).toList());
    }
}
