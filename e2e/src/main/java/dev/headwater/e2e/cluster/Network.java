package dev.headwater.e2e.cluster;

import java.util.List;

/** The addresses and ports that the cluster takes of the machine. All of them lie in one block or on loopback. */
final class Network {
    /** Everything routed by us: nodes at .0.x, pods of node n at .n.0/24, services at .128.0/24. */
    static final String BLOCK = "10.213.0.0/16";

    static final String PODS = "10.213.0.0/17";
    static final String SERVICES = "10.213.128.0/24";
    static final String KUBERNETES_SERVICE = "10.213.128.1";
    static final String DNS_SERVICE = "10.213.128.10";

    /** A bridge without ports: the interface that carries the nodes' addresses. Pods hang on point-to-point links. */
    static final String BRIDGE = "hwdev0";

    static final String API_SERVER_ADDRESS = Node.FIRST.address();
    static final int API_SERVER_PORT = 26443;
    static final int KUBELET_PORT = 26250;
    static final int PROXY_HEALTH_PORT = 26256;
    static final int PROXY_METRICS_PORT = 26249;
    static final int ETCD_PORT = 26379;
    static final int ETCD_PEER_PORT = 26380;

    private Network() {}

    static String apiServer() {
        return "https://" + API_SERVER_ADDRESS + ":" + API_SERVER_PORT;
    }

    static List<Integer> ports() {
        return List.of(API_SERVER_PORT, KUBELET_PORT, PROXY_HEALTH_PORT, PROXY_METRICS_PORT, ETCD_PORT, ETCD_PEER_PORT);
    }
}
