package dev.headwater.keeper.checkout;

import dev.headwater.keeper.process.DeadlinePassedException;
import dev.headwater.keeper.volume.Directory;
import dev.headwater.keeper.volume.Directory.Kind;
import java.io.IOException;
import java.util.List;

/** How much history a fetch asks for. */
sealed interface History {
    /** Made by git where history was left out; a repository without it is complete. */
    String SHALLOW = "shallow";

    /** Git's options. */
    List<String> options();

    /** So many commits: for a repository that is new or has been so before. */
    record Commits(int number) implements History {
        @Override
        public List<String> options() {
            return List.of("--depth=" + number);
        }
    }

    /** What is missing. Asking a complete repository for less would cut the history that is there. */
    record Missing() implements History {
        @Override
        public List<String> options() {
            return List.of();
        }
    }

    /** What was left out before, too. */
    record Whole() implements History {
        @Override
        public List<String> options() {
            return List.of("--unshallow");
        }
    }

    /** For a new repository. */
    static History first(CheckoutTarget target) {
        return target.options().depth() == 0
                ? new Missing()
                : new Commits(target.options().depth());
    }

    /** For the repository that is there. */
    static History next(Directory directory, Git git, CheckoutTarget target)
            throws IOException, InterruptedException, DeadlinePassedException {
        if (directory.kind(SHALLOW) == Kind.MISSING) {
            return git.head().isPresent() ? new Missing() : first(target);
        }
        return target.options().depth() == 0
                ? new Whole()
                : new Commits(target.options().depth());
    }

    /** Whether the commit, which is here, has the history that was asked for. */
    static boolean isEnough(Directory directory, Git git, CheckoutTarget target)
            throws IOException, InterruptedException, DeadlinePassedException {
        var depth = target.options().depth();
        return depth == 1
                || directory.kind(SHALLOW) == Kind.MISSING
                || depth > 1 && git.hasHistory(target.sha(), depth);
    }
}
