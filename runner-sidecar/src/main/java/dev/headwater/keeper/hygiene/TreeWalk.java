package dev.headwater.keeper.hygiene;

import dev.headwater.control.Layout;
import dev.headwater.keeper.hygiene.Treatment.Fate;
import dev.headwater.keeper.hygiene.TreatmentPolicy.Surroundings;
import dev.headwater.keeper.kernel.FileStatus;
import dev.headwater.keeper.kernel.FileStatus.Kind;
import dev.headwater.keeper.kernel.Kernel;
import dev.headwater.keeper.kernel.KernelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Goes through all directories of the volume, from descriptor to descriptor, and does with each entry what the policy says. Each level costs a
 * descriptor; nothing is followed, and other file systems are not entered.
 */
final class TreeWalk {
    /** Made by mkfs at the root of every ext4 volume, for root alone. */
    private static final String LOST_AND_FOUND = "lost+found";

    private final Kernel kernel;
    private final TreatmentPolicy policy;
    private final FileWork work;
    private final Findings findings;

    /** Names from the root to the innermost open directory, and to the entry that is looked at. */
    private final List<String> path = new ArrayList<>();

    private final Deque<Level> levels = new ArrayDeque<>();

    /** @param waiting names of directories that are to be entered */
    private record Level(int descriptor, Treatment treatment, Surroundings surroundings, Deque<String> waiting) {}

    TreeWalk(Kernel kernel, TreatmentPolicy policy, FileWork work, Findings findings) {
        this.kernel = kernel;
        this.policy = policy;
        this.work = work;
        this.findings = findings;
    }

    /** Ends early where more is found than anybody will be told. */
    void run(String root) throws KernelException {
        var descriptor = kernel.root(root);
        var device = kernel.status(descriptor).device();
        open(descriptor, policy.ofRoot());
        while (!levels.isEmpty() && !findings.isEnough()) {
            var level = levels.getLast();
            var next = level.waiting().poll();
            if (next == null) {
                leave();
            } else {
                enter(level, next, device);
            }
        }
    }

    private void open(int descriptor, Treatment treatment) throws KernelException {
        var surroundings =
                kernel.has(descriptor, KnownPaths.CARGO_REGISTRY) ? Surroundings.CARGO_HOME : Surroundings.ORDINARY;
        var level = new Level(descriptor, treatment, surroundings, new ArrayDeque<>());
        levels.addLast(level);
        try {
            kernel.forEach(descriptor, name -> entry(level, name));
        } catch (KernelException e) {
            left(treatment, e);
        }
    }

    private void enter(Level parent, String name, long device) throws KernelException {
        path.add(name);
        var treatment = policy.of(parent.treatment(), path, Kind.DIRECTORY, parent.surroundings());
        try {
            var descriptor = descriptor(parent, name, treatment);
            if (kernel.status(descriptor).device() == device) {
                open(descriptor, treatment);
                return;
            }
            kernel.close(descriptor);
        } catch (KernelException e) {
            if (!isLostAndFound(parent, name)) {
                left(treatment, e);
            }
        }
        path.removeLast();
    }

    private int descriptor(Level parent, String name, Treatment treatment) throws KernelException {
        if (treatment.fate() == Fate.SWEEP) {
            unlock(parent, name);
        }
        return kernel.directory(parent.descriptor(), name);
    }

    /** Package managers write-protect their directories against their own users; others may belong to somebody else and be open all the same. */
    private void unlock(Level parent, String name) throws KernelException {
        try {
            kernel.unlock(parent.descriptor(), name);
        } catch (KernelException e) {
            if (!e.isDenied()) {
                throw e;
            }
        }
    }

    private boolean isLostAndFound(Level parent, String name) throws KernelException {
        return path.size() == 1
                && name.equals(LOST_AND_FOUND)
                && kernel.status(parent.descriptor(), name).owner() == 0;
    }

    private void leave() throws KernelException {
        var level = levels.removeLast();
        kernel.close(level.descriptor());
        if (levels.isEmpty()) {
            return;
        }
        var parent = levels.getLast();
        if (level.treatment().fate() == Fate.SWEEP) {
            try {
                kernel.removeDirectory(parent.descriptor(), path.getLast());
                if (parent.treatment().fate() != Fate.SWEEP) {
                    findings.swept(ShownPath.of(path));
                }
            } catch (KernelException e) {
                left(level.treatment(), e);
            }
        }
        path.removeLast();
    }

    private void entry(Level level, String name) throws KernelException {
        if (levels.size() == 1 && name.equals(Layout.VOLUME_OWN)) {
            return;
        }
        path.add(name);
        try {
            entry(level, name, kernel.status(level.descriptor(), name));
        } catch (KernelException e) {
            if (!e.isMissing()) {
                left(level.treatment(), e);
            }
        } finally {
            path.removeLast();
        }
    }

    private void entry(Level level, String name, FileStatus status) throws KernelException {
        if (status.kind() == Kind.DIRECTORY) {
            level.waiting().add(name);
            return;
        }
        if (findings.isEnough()) {
            return;
        }
        var treatment = policy.of(level.treatment(), path, status.kind(), level.surroundings());
        try {
            work.treat(treatment, level.descriptor(), name, status, path);
        } catch (KernelException e) {
            left(treatment, e);
        }
    }

    private void left(Treatment treatment, KernelException why) {
        if (treatment.isNeeded() && !why.isMissing()) {
            findings.left(ShownPath.of(path), String.valueOf(why.getMessage()));
        }
    }
}
