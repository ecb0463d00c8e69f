package dev.headwater.keeper.checkout;

import dev.headwater.control.Order;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.volume.Volume;
import java.io.IOException;
import java.util.Optional;

/**
 * Lets the index know the files as the job leaves them, so that the first checkout after a restore neither reads nor writes what is right. Git
 * cannot know that of files as young as their index.
 */
public final class IndexRefresher {
    private final Volume volume;
    private final CommandRunner runner;

    public IndexRefresher(Volume volume, CommandRunner runner) {
        this.volume = volume;
        this.runner = runner;
    }

    /** Refreshes the index of what an order checked out, where it is still there and sound. */
    public void refresh(Order.Checkout order, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        var target = CheckoutTarget.from(order);
        var found = volume.find(target.directory());
        if (found.isEmpty()) {
            return;
        }
        try (var workTree = found.get()) {
            if (!GitDirectory.isUsable(workTree)) {
                return;
            }
            try (var directory = workTree.child(GitDirectory.NAME)) {
                GitDirectory.clean(volume, directory, target);
                if (IndexFile.look(directory, target.format(), target.cone()) != IndexFile.Look.UNSOUND) {
                    new RepositoryCheckout(volume, runner, target, new Remote(target.url(), Optional.empty()), deadline)
                            .git()
                            .refresh();
                }
            }
        }
    }
}
