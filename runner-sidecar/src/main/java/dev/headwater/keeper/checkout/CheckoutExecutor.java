package dev.headwater.keeper.checkout;

import dev.headwater.control.CheckoutOptions;
import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Token;
import dev.headwater.keeper.checkout.Moved.Fetched;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.util.Optional;

/** Brings a directory of the volume to a commit and destroys nothing: untracked files stay, and unchanged ones keep their times. */
public final class CheckoutExecutor {
    /** Repositories within repositories; more would be a ring. */
    private static final int MAX_DEPTH = 8;

    private static final int SHOWN_DIGITS = 12;

    private final Volume volume;
    private final CommandRunner runner;
    private final GitServers servers;

    public CheckoutExecutor(Volume volume, CommandRunner runner, GitServers servers) {
        this.volume = volume;
        this.runner = runner;
        this.servers = servers;
    }

    /**
     * Brings the directory to the commit.
     *
     * @return {@code head}, {@code changed-files}, {@code fetched}, and {@code message} for a person
     * @throws OrderFailedException where the remote does not give the commit (nothing was moved then), or the volume does not take it
     */
    public Fields execute(Order.Checkout order, Optional<Token> token, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        var target = CheckoutTarget.from(order);
        var moved = checkout(target, new Remote(target.url(), token), deadline, 0);
        return new Fields.Builder()
                .with("message", message(target, moved))
                .with("head", target.sha())
                .with("changed-files", Long.toString(moved.changedFiles()))
                .with("fetched", moved.fetched() == Fetched.YES ? "true" : "false")
                .build();
    }

    private Moved checkout(CheckoutTarget target, Remote remote, Deadline deadline, int depth)
            throws IOException, InterruptedException, OrderFailedException {
        servers.check(remote);
        var repository = new RepositoryCheckout(volume, runner, target, remote, deadline);
        var moved = repository.execute();
        if (isWanted(target.options().submodules(), depth)) {
            for (var submodule : Submodules.of(repository.git(), target)) {
                volume.clearWayTo(submodule.directory());
                moved = moved.and(checkout(submodule, remote.other(submodule.url()), deadline, depth + 1));
            }
        }
        return moved;
    }

    private static boolean isWanted(CheckoutOptions.Submodules submodules, int depth) throws OrderFailedException {
        if (depth > MAX_DEPTH) {
            throw new OrderFailedException("Submodules are nested more than " + MAX_DEPTH + " deep.");
        }
        return switch (submodules) {
            case NONE -> false;
            case DIRECT -> depth == 0;
            case RECURSIVE -> true;
        };
    }

    private static String message(CheckoutTarget target, Moved moved) {
        return "%s at %s: %s%s%s."
                .formatted(
                        target.directory().isEmpty() ? "The volume is" : target.directory() + " is",
                        target.sha().substring(0, SHOWN_DIGITS),
                        switch ((int) Math.min(moved.changedFiles(), 2)) {
                            case 0 -> "nothing had to change";
                            case 1 -> "1 file changed";
                            default -> moved.changedFiles() + " files changed";
                        },
                        moved.fetched() == Fetched.YES ? ", fetched from the remote" : ", without asking the remote",
                        target.isVerified() ? ", every tracked file verified" : "");
    }
}
