package dev.headwater.keeper.checkout;

import dev.headwater.control.Fields;
import dev.headwater.control.Order;
import dev.headwater.control.Token;
import dev.headwater.keeper.checkout.Moved.Fetched;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a directory of the volume to a commit and destroys nothing: untracked files stay, and unchanged ones keep their times. */
public final class CheckoutExecutor {
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
        var remote = new Remote(order.url(), token);
        try {
            var steps = prepare(order, remote, deadline);
            var moved = move(steps);
            return outputs(steps.getFirst().prepared().target(), moved);
        } finally {
            removeWaiting();
        }
    }

    private static Fields outputs(CheckoutTarget target, Moved moved) {
        return new Fields.Builder()
                .with("message", message(target, moved))
                .with("head", target.sha())
                .with("changed-files", Long.toString(moved.changedFiles()))
                .with("fetched", moved.fetched() == Fetched.YES ? "true" : "false")
                .build();
    }

    /** A repository, the outermost first. */
    private record Step(RepositoryCheckout repository, Prepared prepared) {}

    /** Everything that is needed of remotes, for the first meaning of the order that its remote knows. */
    private List<Step> prepare(Order.Checkout order, Remote remote, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        volume.check(order.directory());
        for (var target : CheckoutTarget.from(order)) {
            var steps = new ArrayList<Step>();
            try {
                prepare(target, remote, deadline, 0, steps);
                return steps;
            } catch (UnknownRefException e) {
                // It may have another meaning.
            }
        }
        throw new UnknownRefException(order.ref(), order.url());
    }

    private void prepare(CheckoutTarget target, Remote remote, Deadline deadline, int depth, List<Step> steps)
            throws IOException, InterruptedException, OrderFailedException {
        servers.check(remote);
        var repository = new RepositoryCheckout(volume, runner, target, remote, deadline, steps.size());
        var prepared = repository.prepare();
        steps.add(new Step(repository, prepared));
        for (var submodule : Submodules.wanted(prepared.git(), prepared.target(), depth)) {
            prepare(submodule, remote.other(submodule.url()), deadline, depth + 1, steps);
        }
    }

    private Moved move(List<Step> steps) throws IOException, InterruptedException, OrderFailedException {
        var moved = Moved.NOT_AT_ALL;
        for (var step : steps) {
            if (step != steps.getFirst()) {
                volume.clearWayTo(step.repository().target().directory());
            }
            var prepared = moved.changedFiles() == 0
                    ? step.prepared()
                    : step.prepared().doubted();
            moved = moved.and(step.repository().move(prepared));
        }
        return moved;
    }

    private void removeWaiting() throws IOException {
        var own = volume.ownIfPresent();
        if (own.isPresent()) {
            try (var directory = own.get()) {
                directory.delete(RepositoryCheckout.WAITING);
            }
        }
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
