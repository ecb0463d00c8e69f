package dev.headwater.keeper.checkout;

import dev.headwater.control.Order;
import dev.headwater.keeper.process.CommandRunner;
import dev.headwater.keeper.process.Deadline;
import dev.headwater.keeper.report.OrderFailedException;
import dev.headwater.keeper.volume.Directory;
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

    /**
     * Refreshes the index of what an order checked out, and those of its submodules, where they are still there and sound.
     *
     * @param head the commit that the order brought the directory to
     */
    public void refresh(Order.Checkout order, String head, Deadline deadline)
            throws IOException, InterruptedException, OrderFailedException {
        refresh(CheckoutTarget.from(order).getFirst().at(head), deadline, 0);
    }

    private void refresh(CheckoutTarget target, Deadline deadline, int depth)
            throws IOException, InterruptedException, OrderFailedException {
        var found = volume.find(target.directory());
        if (found.isPresent()) {
            try (var workTree = found.get()) {
                if (GitDirectory.isUsable(workTree)) {
                    refresh(workTree, target, deadline, depth);
                }
            }
        }
    }

    private void refresh(Directory workTree, CheckoutTarget target, Deadline deadline, int depth)
            throws IOException, InterruptedException, OrderFailedException {
        var git = Git.inPlace(volume, runner, target, new Remote(target.url(), Optional.empty()), deadline);
        try (var directory = workTree.child(GitDirectory.NAME)) {
            GitDirectory.clean(volume, directory, target);
            var specialFiles = new SpecialFiles(workTree, git.workTree());
            specialFiles.clearTop();
            var look = IndexFile.look(directory, target.format(), target.cone(), specialFiles);
            if (look != IndexFile.Look.UNSOUND) {
                git.refresh();
            }
        }
        for (var submodule : Submodules.wanted(git, target, depth)) {
            refresh(submodule, deadline, depth + 1);
        }
    }
}
