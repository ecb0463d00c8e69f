package dev.headwater.e2e.csidriver.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes away all that a driver left in the kernel; its files stay. For the end of a cluster, not of a driver. */
public final class Teardown {
    private final Loops loops;
    private final Mounts mounts;

    /** Works on the machine's loops and mounts. */
    public Teardown(Loops loops, Mounts mounts) {
        this.loops = loops;
        this.mounts = mounts;
    }

    /**
     * Unmounts every volume of the state directory wherever it is mounted, newest mount first, frees the loop devices
     * and unmounts the scratch.
     *
     * @throws IOException if something is busy; what came before it is gone, and the command can be repeated
     */
    public void run(Path stateDir) throws IOException, InterruptedException {
        Scratch scratch = new Scratch(stateDir, mounts);
        List<Loop> volumes = loops.below(scratch.point());
        Set<String> numbers = volumes.stream().map(Loop::number).collect(Collectors.toSet());
        for (Mounts.Entry mount : mounts.all().reversed()) {
            if (numbers.contains(mount.number())) {
                mounts.unmount(mount.point());
            }
        }
        for (Loop volume : volumes) {
            loops.detach(volume);
        }
        scratch.close();
    }
}
