package dev.headwater.e2e.cluster;

import java.util.List;

/** The tables of kube-proxy, whose names are fixed: two kube-proxies cannot share one network namespace. */
final class NftTables {
    private NftTables() {}

    /** As {@code family name}. */
    static List<String> ofProxy() {
        return Command.run("nft", "list", "tables")
                .lines()
                .map(line -> line.replaceFirst("^table ", ""))
                .filter(table -> table.endsWith(" kube-proxy"))
                .toList();
    }
}
