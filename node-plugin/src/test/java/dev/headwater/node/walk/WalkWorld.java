package dev.headwater.node.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.control.Token;
import dev.headwater.node.TestNode;
import dev.headwater.node.control.InboxWatcher;
import dev.headwater.node.mount.Knife;
import dev.headwater.node.record.RecordStore;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.record.SlotRecord.Kind;
import dev.headwater.node.scratch.ScratchVolumes;
import dev.headwater.node.slot.SlotTarget;
import dev.headwater.node.slot.TestRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A node with a job's slot and a keeper, driven step by step: the cluster is a map, the clock is a field, and the plugin can be killed at
 * any step: a record written, or a system call that changes a file or a mount.
 */
final class WalkWorld implements AutoCloseable {
    static final String SHA = "0123456789012345678901234567890123456789";
    static final int REQUESTER = 1001;
    private static final long SCRATCH_BYTES = 64L << 20;

    /** The plugin died. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    final TestNode node = new TestNode();
    final SlotTarget slot = node.slot();
    final SlotTarget keeper = node.keeperControl();
    final Path directory = Files.createDirectory(node.disk.resolve("headwater-records"));
    final Map<String, RunStatus> cluster = new ConcurrentHashMap<>();

    /** Reason and message of each refusal that no run speaks of. */
    final Map<String, String> refusals = new ConcurrentHashMap<>();

    /** The tokens that were handed on: run, use, and the token itself. */
    final List<String> shown = new CopyOnWriteArrayList<>();

    Instant now = Instant.now();
    String bootId = "boot-1";

    State state;
    RunWalk walk;
    Intake intake;
    SlotEndpoint endpoint;

    /** How many plugins there have been, this one included. */
    int starts;

    private List<String> terms = List.of();
    private int steps;
    private int fatalStep = Integer.MAX_VALUE;
    private boolean dead;
    private final InboxWatcher watcher = new InboxWatcher(target -> {});

    WalkWorld() throws IOException {
        startPlugin();
    }

    /** Ends the plugin before its Nth step from now on: what it tries after that does not happen either. */
    void killAt(int step) {
        steps = 0;
        fatalStep = step;
        Knife.at(this::step);
    }

    /** The plugin is safe from now on. */
    void spare() {
        Knife.sheathe();
        fatalStep = Integer.MAX_VALUE;
        dead = false;
    }

    private void step() {
        steps++;
        if (dead || steps == fatalStep) {
            dead = true;
            throw new Killed();
        }
    }

    /** Starts the plugin anew on what the dead one left. */
    void startPlugin() throws IOException {
        spare();
        starts++;
        var clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        state = new State(
                new Fragile<>(directory.resolve("slots"), SlotRecord.class),
                new Fragile<>(directory.resolve("runs"), RunRecord.class),
                new TargetLocks(),
                clock,
                bootId);
        var runs = new Cluster();
        var gatherer = new RunGatherer(state, runs);
        var checkouts = new Checkouts(state, gatherer);
        var scratch = new ScratchVolumes(directory.resolve("scratch"), SCRATCH_BYTES);
        walk = new RunWalk(state, gatherer, new RunExecutor(state, runs, scratch), checkouts);
        intake = new Intake(state, "node-1", checkouts, runs, run -> {});
        endpoint = new SlotEndpoint(state, walk, intake, watcher, target -> {}, run -> {});
        walk.handOverAnswers();
    }

    void publish() throws IOException {
        endpoint.publish(slot, TestNode.record(slot, Kind.SLOT));
    }

    void publishKeeper() throws IOException {
        endpoint.publish(keeper, TestNode.record(keeper, Kind.KEEPER));
    }

    /** The keeper of this run. */
    void publishKeeper(String run) {
        try {
            endpoint.publish(
                    keeper,
                    new SlotRecord(
                            keeper.path(),
                            Kind.KEEPER,
                            "headwater-vault",
                            run,
                            keeper.podUid(),
                            keeper.volume(),
                            null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the plugin do all that it can do at this moment. */
    void settle() throws IOException {
        for (var i = 0; i < 3; i++) {
            intake.lookAt(slot.path());
            walkOn();
        }
    }

    /** Lets the plugin look at its runs alone. */
    void walkOn() throws IOException {
        for (var run : state.runs().all()) {
            walk.lookAt(run.ask().run());
        }
    }

    void request(String id, String... lines) throws IOException {
        write(slot.path() + "/.headwater/in/" + id + ".request", lines);
    }

    /** A secret beside a request, with permissions as {@code ls} shows them. */
    Path token(String id, String secret, String permissions) throws IOException {
        var file = Files.writeString(Path.of(slot.path(), ".headwater/in", id + ".token"), secret);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        Files.setAttribute(file, "unix:uid", REQUESTER);
        return file;
    }

    /** What the next restore requests say of the end of their volumes. */
    void terms(String... lines) {
        terms = List.of(lines);
    }

    void askForVolume(String id) throws IOException {
        askForVolume(id, "/mnt/cargo");
    }

    void askForVolume(String id, String path) throws IOException {
        var lines = new ArrayList<>(List.of(
                "op=restore",
                "path=" + path,
                "key=cargo",
                "timeout=60",
                "repository=acme/lambdas",
                "ref=refs/heads/main",
                "sha=" + SHA,
                "run-id=7"));
        lines.addAll(terms);
        request(id, lines.toArray(String[]::new));
    }

    void report(String id, String... lines) throws IOException {
        write(keeper.path() + "/in/" + id + ".report", lines);
    }

    private static void write(String path, String... lines) throws IOException {
        var file = Files.writeString(Path.of(path + ".tmp"), String.join("\n", lines) + "\n");
        Files.setAttribute(file, "unix:uid", REQUESTER);
        Files.setAttribute(file, "unix:gid", REQUESTER);
        Files.move(Path.of(path + ".tmp"), Path.of(path));
    }

    /** The result of a request, as the job reads it; empty while there is none. */
    Optional<String> result(String id) throws IOException {
        var file = Path.of(slot.path(), ".headwater/results", id + ".result");
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /** That the request was refused without a run, and that the cluster heard the same word and sentence as the job. */
    void isRefused(String id, String reason, String because) throws IOException {
        var result = result(id).orElseThrow();
        assertThat(result).contains("outcome=refused", "reason=" + reason, because);
        assertThat(result.lines()).contains("message=" + refusals.get(reason));
    }

    RunRecord run() {
        return state.runs().all().getFirst();
    }

    RunStatus.Sealed sealed() {
        return Objects.requireNonNull(run().slot().sealed());
    }

    RunStatus.Rejected rejected() {
        return Objects.requireNonNull(run().slot().rejected());
    }

    RunSpec.Save save() {
        return Objects.requireNonNull(run().spec().save());
    }

    RunSpec.Released released() {
        return Objects.requireNonNull(run().spec().released());
    }

    Path volume() {
        return Path.of(slot.volumePath("cargo"));
    }

    /** What the operator decides for every run. */
    void decide(String decision, String reason) {
        var restore = TestRun.decided(decision, reason, "As decided.", now, null);
        state.runs()
                .all()
                .forEach(run -> cluster.put(
                        run.ask().run(),
                        new RunStatus(
                                "stream",
                                "branch:main",
                                null,
                                restore,
                                new RunStatus.Volume("claim", TestNode.VOLUME, "keeper", TestNode.KEEPER),
                                null,
                                List.of(),
                                null,
                                null)));
    }

    void verdict(String decision, String reason, String cutAt) {
        cluster.replaceAll((name, status) -> new RunStatus(
                status.stream(),
                status.lane(),
                null,
                status.restore(),
                status.volume(),
                new RunStatus.Save(decision, reason, null, "hw-snapshot", now.toString(), cutAt, null),
                List.of(),
                null,
                null));
    }

    /** What a keeper wrote at the seal of a volume of this place. */
    void sealedVolume(String... lines) throws IOException {
        node.keeperVolume();
        var own = Files.createDirectory(node.keeperPath().resolve(".headwater"));
        Files.writeString(own.resolve("record"), String.join("\n", lines) + "\n");
    }

    /** A job that waits for what was decided: the volume that the keeper holds. */
    void restore() throws IOException {
        publish();
        publishKeeper();
        askForVolume("r1");
        settle();
        decide("FromSnapshot", "HeadOfLane");
        settle();
    }

    /** Attaches a new, empty volume, from the request to the answer. */
    void attach() throws IOException {
        publish();
        publishKeeper();
        node.keeperVolume();
        askForVolume("r1");
        settle();
        decide("StartEmpty", "NoSnapshot");
        settle();
    }

    @Override
    public void close() throws IOException {
        spare();
        watcher.close();
        node.close();
    }

    private final class Fragile<T> extends RecordStore<T> {
        Fragile(Path directory, Class<T> type) throws IOException {
            super(directory, type);
        }

        @Override
        public void put(String name, T record) throws IOException {
            step();
            super.put(name, record);
        }

        @Override
        public void remove(String name) throws IOException {
            step();
            super.remove(name);
        }
    }

    private final class Cluster implements Runs {
        @Override
        public Optional<RunStatus> status(String namespace, String name) {
            return Optional.ofNullable(cluster.get(name));
        }

        @Override
        public Presence pod(String namespace, String name, String uid) {
            return Presence.UNKNOWN;
        }

        @Override
        public void refused(SlotRecord pod, String reason, String message) {
            refusals.put(reason, message);
        }

        @Override
        public void prove(String run, TokenUse use, Token token) {
            shown.add("%s %s %s".formatted(run, use, new String(token.bytes(), StandardCharsets.US_ASCII)));
        }

        @Override
        public void changed(String run) {}
    }
}
