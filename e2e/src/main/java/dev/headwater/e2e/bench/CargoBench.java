package dev.headwater.e2e.bench;

import dev.headwater.e2e.figures.Distribution;
import dev.headwater.e2e.figures.Figure;
import dev.headwater.e2e.figures.Goal;
import dev.headwater.e2e.world.GitServer;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.Workspace;
import dev.headwater.e2e.world.World;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A cargo build that has nothing to do: on a restored volume, and on the same tree on the machine's own disk. */
final class CargoBench {
    private static final int PAIRS = 10;
    private static final Goal RATIO = Goal.atMost(1.5);

    private final World world;
    private final Progress progress;
    private final InstantSource clock;
    private final BenchStream stream;

    CargoBench(World world, Progress progress, InstantSource clock, BenchStream stream) {
        this.world = world;
        this.progress = progress;
        this.clock = clock;
        this.stream = stream;
    }

    List<Figure> measure() {
        var git = GitServer.running(world);
        git.create(stream.repository());
        var workspace = Workspace.prepare(world.site(), progress);
        try {
            workspace.repository().push(git.urlFromHere(stream.repository()));
            return measure(git.serverUrl(), workspace.repository().head());
        } finally {
            workspace.delete();
        }
    }

    private List<Figure> measure(String serverUrl, String sha) {
        var number = clock.instant().getEpochSecond();
        var trees = new BuiltTrees(world, stream, serverUrl, sha, number);
        progress.say("building the tree once and saving it");
        trees.buildAndSave();
        progress.say("copying the restored tree to " + trees.ownDisk());
        trees.copyToOwnDisk();
        var restored = new ArrayList<Double>();
        var own = new ArrayList<Double>();
        for (var pair = 1; pair <= PAIRS; pair++) {
            measurePair(trees, pair, restored, own);
            progress.say("pair %d of %d: restored volume %.2f s, own disk %.2f s"
                    .formatted(pair, PAIRS, restored.getLast(), own.getLast()));
        }
        trees.deleteOwnDisk();
        return figures(new Distribution(restored), new Distribution(own));
    }

    /** The order changes with each pair, so that neither side always comes second. */
    private static void measurePair(BuiltTrees trees, int pair, List<Double> restored, List<Double> own) {
        if (pair % 2 == 0) {
            restored.add(trees.secondsRestored(pair));
            own.add(trees.secondsOwnDisk(pair));
        } else {
            own.add(trees.secondsOwnDisk(pair));
            restored.add(trees.secondsRestored(pair));
        }
    }

    private static List<Figure> figures(Distribution restored, Distribution own) {
        return List.of(
                Figure.of("cargo.restored_median", "s", restored.median(), Goal.reported()),
                Figure.of("cargo.own_disk_median", "s", own.median(), Goal.reported()),
                Figure.of("cargo.warm_ratio", "ratio", restored.median() / own.median(), RATIO));
    }
}
