package dev.headwater.e2e.bench;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.e2e.figures.Distribution;
import dev.headwater.e2e.figures.Figure;
import dev.headwater.e2e.figures.Goal;
import dev.headwater.e2e.world.Progress;
import dev.headwater.e2e.world.WorldException;
import dev.headwater.operator.kube.JobPod;
import dev.headwater.operator.kube.SnapshotCatalog;
import dev.headwater.operator.model.Lane;
import dev.headwater.operator.model.PolicySettings;
import dev.headwater.operator.model.StreamIdentity;
import dev.headwater.operator.model.StreamRules;
import dev.headwater.operator.restore.Candidates;
import dev.headwater.operator.restore.RestoreDecision;
import dev.headwater.operator.restore.RestoreFacts;
import dev.headwater.operator.restore.RestorePolicy;
import dev.headwater.operator.restore.Source;
import dev.headwater.operator.restore.StreamMatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * A restore decision where there are 100,000 snapshots: decoded by the client as a watch decodes them, kept in the operator's own store,
 * chosen by the operator's own judge. Contents are kept as well, because a choice needs both halves.
 */
final class DecideBench {
    private static final int BATCH = 50;
    private static final int WARM_UP = 20_000;
    private static final int DECISIONS = 50_000;
    private static final String DRIVER = "ebs.csi.aws.com";
    private static final long SEED = 20_261_122;

    private final Progress progress;
    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final StoredSnapshots stored = new StoredSnapshots();
    private final SnapshotCatalog catalog = SnapshotCatalog.unwatched();
    private long decodingNanos;
    private long snapshotNanos;
    private long contentNanos;

    DecideBench(Progress progress) {
        this.progress = progress;
    }

    List<Figure> measure() {
        var before = usedBytes();
        progress.say("Decoding and keeping %d snapshots of %d streams"
                .formatted(StoredSnapshots.STREAMS * StoredSnapshots.OF_EACH, StoredSnapshots.STREAMS));
        fill();
        var memory = usedBytes() - before;
        progress.say("Deciding %d times".formatted(DECISIONS));
        decide(WARM_UP);
        var decisions = decide(DECISIONS);
        return List.of(
                Figure.of("decide.median", "us", decisions.median(), Goal.atMost(50)),
                Figure.of("decide.p95", "us", decisions.p95(), Goal.reported()),
                Figure.of("decide.index", "s", snapshotNanos / 1e9, Goal.atMost(2)),
                Figure.of("decide.index_contents", "s", contentNanos / 1e9, Goal.reported()),
                Figure.of("decide.memory", "MiB", memory / (1024.0 * 1024), Goal.atMost(300)),
                Figure.of("decide.decode", "s", decodingNanos / 1e9, Goal.reported()));
    }

    /** Batch by batch, so that what decoding leaves behind is collected while decoding. */
    private void fill() {
        for (var stream = 0; stream < StoredSnapshots.STREAMS; stream += BATCH) {
            snapshotNanos += keep(VolumeSnapshot.class, texts(stream, stored::snapshot), catalog.snapshotStore());
            contentNanos += keep(VolumeSnapshotContent.class, texts(stream, stored::content), catalog.contentStore());
        }
    }

    private static List<String> texts(int first, BiFunction<Integer, Integer, String> text) {
        return IntStream.range(first, first + BATCH)
                .boxed()
                .flatMap(stream ->
                        IntStream.range(0, StoredSnapshots.OF_EACH).mapToObj(number -> text.apply(stream, number)))
                .toList();
    }

    /** How long the store took, in nanoseconds. */
    private <R extends HasMetadata> long keep(Class<R> type, List<String> texts, ItemStore<R> store) {
        var start = System.nanoTime();
        var objects =
                texts.stream().map(json -> serialization.unmarshal(json, type)).toList();
        var decoded = System.nanoTime();
        objects.forEach(object -> store.put(store.getKey(object), object));
        var kept = System.nanoTime();
        decodingNanos += decoded - start;
        return kept - decoded;
    }

    /** Each from the request to the decision: half find the head of their own lane, half that of the default branch. */
    private Distribution decide(int times) {
        var random = new Random(SEED);
        var took = new ArrayList<Double>(times);
        for (var i = 0; i < times; i++) {
            var stream = random.nextInt(StoredSnapshots.STREAMS);
            var spec = spec(StoredSnapshots.stream(stream), random.nextBoolean() ? "main" : "another");
            var start = System.nanoTime();
            var decision = RestorePolicy.serve(facts(spec));
            took.add((System.nanoTime() - start) / 1e3);
            check(decision, StoredSnapshots.name(stream, StoredSnapshots.HEAD_OF_MAIN));
        }
        return new Distribution(took);
    }

    private RestoreFacts facts(RunSpec spec) {
        var identity = StreamIdentity.of("ci", spec);
        var own = new Source(identity, StreamRules.NONE, catalog.ofStream(identity.hash()));
        return new RestoreFacts(
                "ci",
                spec,
                new JobPod.Unread(),
                new StreamMatch.Serves(
                        Optional.of("function"), new Lane.Branch("main"), StreamRules.NONE, PolicySettings.DEFAULT),
                new Candidates(List.of(own), Optional.of(DRIVER), TrustLevel.Latched, Set.of()));
    }

    private static RunSpec spec(StreamIdentity stream, String branch) {
        return new RunSpec(
                new RunSpec.Pod("runner", "uid", "node"),
                new RunSpec.Slot("headwater"),
                new RunSpec.Requester(1001L, 1001L),
                new RunSpec.Request(1, stream.key(), stream.path(), "v3", "linux", "arm64", "", 120, null, null),
                new RunSpec.Job(
                        RunSpec.Source.JobStarted,
                        stream.repository(),
                        "refs/heads/" + branch,
                        null,
                        "",
                        "push",
                        9_900_000_000L,
                        1,
                        null,
                        null,
                        null),
                null,
                null);
    }

    /** A fast wrong answer is none. */
    private static void check(RestoreDecision decision, String expected) {
        if (!(decision instanceof RestoreDecision.FromSnapshot from)
                || !from.snapshot().name().equals(expected)) {
            throw new WorldException("Expected %s to be chosen: %s".formatted(expected, decision));
        }
    }

    private static long usedBytes() {
        for (var i = 0; i < 3; i++) {
            System.gc();
        }
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
