package dev.headwater.e2e.cluster;

import java.util.List;

/**
 * What the machine holds once nothing of ours is left on it; so all of it belongs to somebody else.
 *
 * @param busyPorts those of our ports on which somebody listens
 * @param routes lines of the routing table that lie in our address block
 * @param proxyTables nftables tables of another kube-proxy
 * @param kubeletListens whether another kubelet answers on the device socket, whose path every kubelet shares
 */
record MachineFacts(List<Integer> busyPorts, List<String> routes, List<String> proxyTables, boolean kubeletListens) {}
