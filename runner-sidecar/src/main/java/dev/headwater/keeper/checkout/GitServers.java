package dev.headwater.keeper.checkout;

import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.report.Shown;
import java.util.List;

/**
 * The git servers that this keeper may talk to.
 *
 * @param allowed scheme, host and port, each with a slash at the end; none: all
 */
public record GitServers(List<String> allowed) {
    public static final GitServers ALL = new GitServers(List.of());

    private static final String ENCRYPTED = "https";

    public static GitServers of(List<String> urls) {
        return new GitServers(urls.stream().map(Remote::serverOf).toList());
    }

    /**
     * @throws OrderFailedException where the policy does not name the server, or a secret would cross the network in the clear
     */
    void check(Remote remote) throws OrderFailedException {
        var isNamed = allowed.contains(remote.server());
        if (!allowed.isEmpty() && !isNamed) {
            throw new OrderFailedException(
                    "The git server " + Shown.text(remote.server(), 300)
                            + " is not in spec.keeper.gitServers of the stream's policy; check out from one that is, or have it added.");
        }
        if (remote.token().isPresent() && !isNamed && !remote.protocol().equals(ENCRYPTED)) {
            throw new OrderFailedException(
                    "The token is not sent to " + Shown.text(remote.server(), 300)
                            + " without encryption; use https, or have the server added to spec.keeper.gitServers of the stream's policy.");
        }
    }
}
