package dev.headwater.node.walk;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.SaveReason;
import dev.headwater.api.v1alpha1.TokenUse;
import dev.headwater.control.ControlFileException;
import dev.headwater.control.Fields;
import dev.headwater.control.JobIdentity;
import dev.headwater.control.Layout;
import dev.headwater.control.Request;
import dev.headwater.control.Token;
import dev.headwater.node.control.Inbox;
import dev.headwater.node.control.InlineVolumes;
import dev.headwater.node.control.Letter;
import dev.headwater.node.control.Outbox;
import dev.headwater.node.mount.MountTables;
import dev.headwater.node.mount.Processes;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.slot.Answers;
import dev.headwater.node.slot.MountEntry;
import dev.headwater.node.slot.Platform;
import dev.headwater.node.slot.RestorePolicy;
import dev.headwater.node.slot.RestorePolicy.Ruling;
import dev.headwater.node.slot.SlotTarget;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads what a job wrote into its slot. Every file is answered once or turned into a record, and then removed; what cannot be understood
 * gets a sentence and harms nobody. A few files at a time, so that a job that writes thousands keeps nobody else waiting.
 */
final class Intake {
    private static final Logger LOG = System.getLogger(Intake.class.getName());
    private static final int MOST_AT_ONCE = 8;
    private static final Duration THE_REST = Duration.ofMillis(200);
    /** A secret without a request is not left lying about. */
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(10);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration RESCAN = Duration.ofSeconds(5);

    private final State state;
    private final String node;
    private final Checkouts checkouts;
    private final Finishes finishes;
    private final Runs runs;
    private final Consumer<String> wakeRun;

    Intake(State state, String node, Checkouts checkouts, Runs runs, Consumer<String> wakeRun) {
        this.state = state;
        this.node = node;
        this.checkouts = checkouts;
        this.finishes = new Finishes(state);
        this.runs = runs;
        this.wakeRun = wakeRun;
    }

    /** Reads the inbox of the slot. After which pause to look again; empty for a slot that is gone. */
    Optional<Duration> lookAt(String path) throws IOException {
        var target = SlotTarget.parse(path);
        if (target.isEmpty()) {
            return Optional.empty();
        }
        try (var held = state.locks().hold(path)) {
            var slot = state.slot(target.get());
            if (slot.isEmpty()
                    || !InlineVolumes.published(target.get(), slot.get().kind())) {
                return Optional.empty();
            }
            return slot.get().kind() == SlotRecord.Kind.KEEPER
                    ? news(slot.get())
                    : Optional.of(read(slot.get(), target.get()));
        }
    }

    /** A keeper wrote something: the runs that it serves want to know. */
    private Optional<Duration> news(SlotRecord keeper) {
        state.runs().all().stream()
                .filter(run -> run.local()
                        .bound()
                        .filter(source -> source.keeperUid().equals(keeper.podUid()))
                        .isPresent())
                .forEach(run -> wakeRun.accept(run.ask().run()));
        return Optional.empty();
    }

    private Duration read(SlotRecord slot, SlotTarget target) throws IOException {
        var now = state.clock().instant();
        try (var inbox = Inbox.open(target, SlotRecord.Kind.SLOT)) {
            var ids = inbox.ids(Layout.REQUEST_SUFFIX);
            var latched = latch(inbox, slot, target, now);
            for (var id : ids.subList(0, Math.min(ids.size(), MOST_AT_ONCE))) {
                var result = known(target, id) ? Optional.<Fields>empty() : answer(inbox, latched, target, id, now);
                if (result.isPresent()) {
                    Outbox.result(target, id, result.get());
                    Answers.refusal(result.get()).ifPresent(why -> runs.refused(slot, why.reason(), why.message()));
                }
                inbox.remove(id + Layout.TOKEN_SUFFIX);
                inbox.remove(id + Layout.REQUEST_SUFFIX);
            }
            var tokensAreLeft = inbox.removeTokens(TOKEN_LIFE, now);
            if (ids.size() > MOST_AT_ONCE) {
                return THE_REST;
            }
            return tokensAreLeft ? SOON : RESCAN;
        }
    }

    /**
     * The first job-started record of the pod counts, whichever of its slots it came through. It is looked for after the requests were
     * listed, because the hook wrote it before them.
     */
    private SlotRecord latch(Inbox inbox, SlotRecord slot, SlotTarget target, Instant now) throws IOException {
        if (!inbox.has(Layout.JOB_STARTED)) {
            return withLatch(slot);
        }
        try {
            var job = JobIdentity.from(inbox.read(Layout.JOB_STARTED, now).fields());
            if (withLatch(slot).latched().isEmpty()) {
                var fields = job.toFields(new Fields.Builder()).build().values();
                state.slots().put(State.slotName(target), slot.latch(fields));
            } else {
                LOG.log(Level.WARNING, "pod {0} describes its job a second time; ignored", slot.podUid());
            }
        } catch (ControlFileException e) {
            LOG.log(Level.WARNING, "pod {0} describes its job, not understood: {1}", slot.podUid(), e.getMessage());
        }
        inbox.remove(Layout.JOB_STARTED);
        return withLatch(slot);
    }

    private SlotRecord withLatch(SlotRecord slot) {
        return state.slots().all().stream()
                .filter(other -> other.podUid().equals(slot.podUid()))
                .flatMap(other -> other.latched().stream())
                .findFirst()
                .map(slot::latch)
                .orElse(slot);
    }

    /** Whether the request was answered or written down by a predecessor that died before it could remove the file. */
    private boolean known(SlotTarget target, String id) throws IOException {
        return Outbox.hasResult(target, id)
                || state.runsOf(target).stream()
                        .anyMatch(run -> run.ask().requestId().equals(id)
                                || run.local()
                                        .wish()
                                        .filter(finish -> finish.requestId().equals(id))
                                        .isPresent()
                                || run.local().checkouts().stream()
                                        .anyMatch(
                                                checkout -> checkout.requestId().equals(id)));
    }

    /** Empty where the answer comes later. */
    private Optional<Fields> answer(Inbox inbox, SlotRecord slot, SlotTarget target, String id, Instant now)
            throws IOException {
        try {
            var letter = inbox.read(id + Layout.REQUEST_SUFFIX, now);
            return switch (Request.from(letter.fields())) {
                case Request.Restore restore ->
                    restore(slot, target, id, letter, restore, proof(inbox, id, letter), now);
                case Request.Checkout checkout -> checkout(target, id, letter, checkout, inbox.token(id, letter.uid()));
                case Request.Finish finish -> finish(inbox, target, id, letter, finish, proof(inbox, id, letter));
            };
        } catch (ControlFileException e) {
            return Optional.of(Answers.refused(
                    RestoreReason.BadRequest.name(),
                    "The request was not understood: " + e.getMessage() + ".",
                    Optional.empty()));
        }
    }

    /** A token that cannot be read proves nothing, and spoils nothing. */
    private static Optional<Token> proof(Inbox inbox, String id, Letter letter) throws IOException {
        try {
            return inbox.token(id, letter.uid());
        } catch (ControlFileException e) {
            LOG.log(Level.WARNING, "the token of request {0} is passed over: {1}", id, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Fields> restore(
            SlotRecord slot,
            SlotTarget target,
            String id,
            Letter letter,
            Request.Restore request,
            Optional<Token> token,
            Instant now)
            throws IOException {
        var asked = new RestorePolicy.Asked(id, request, letter.uid(), letter.gid(), letter.writtenAt());
        var view = new RestorePolicy.Slot(slot, node, state.runsOf(target), mounted(target), unreachable(slot, target));
        return switch (RestorePolicy.judge(asked, view, Platform.linux(System.getProperty("os.arch")), now)) {
            case Ruling.Refuse(var reason, var message) ->
                Optional.of(Answers.refused(reason, message, Optional.empty()));
            case Ruling.Accept(var record) -> {
                state.save(token.isPresent() ? record.withToken() : record);
                token.ifPresent(shown -> runs.prove(record.ask().run(), TokenUse.RESTORE, shown));
                wakeRun.accept(record.ask().run());
                yield Optional.empty();
            }
        };
    }

    private static Set<String> mounted(SlotTarget target) throws IOException {
        var inside = target.path() + "/";
        return MountTables.own().entries().stream()
                .map(MountEntry::mountPoint)
                .filter(path -> path.startsWith(inside))
                .map(path -> path.substring(inside.length()))
                .filter(name -> !name.startsWith("."))
                .collect(Collectors.toSet());
    }

    private static Optional<String> unreachable(SlotRecord slot, SlotTarget target) throws IOException {
        var device = MountTables.own()
                .top(target.path())
                .map(MountEntry::device)
                .orElseThrow(() -> new IOException("the slot is not mounted"));
        return switch (new Processes().reach(slot.podUid(), device)) {
            case REACHABLE, UNKNOWN -> Optional.empty();
            case NO_PROPAGATION ->
                Optional.of("No container of this pod can see volumes appear: give the mount of the volume "
                        + slot.volume() + " mountPropagation: HostToContainer.");
            case OTHER_USERS ->
                Optional.of("This pod has user ids of its own (hostUsers: false); a volume cannot be attached to it"
                        + " while it runs.");
        };
    }

    private Optional<Fields> checkout(
            SlotTarget target, String id, Letter letter, Request.Checkout request, Optional<Token> token)
            throws IOException {
        var run = state.attached(target, request.path());
        return run.isPresent()
                ? ordered(run.get(), id, letter, request, token)
                : Optional.of(
                        state.onScratch(target, request.path())
                                ? Answers.failed(
                                        SaveReason.ScratchOnly.name(),
                                        "This job runs on scratch, where no keeper can check out.")
                                : Answers.notAttached(request.path()));
    }

    private Optional<Fields> ordered(
            RunRecord run, String id, Letter letter, Request.Checkout request, Optional<Token> token)
            throws IOException {
        var answer = checkouts.order(run, id, request, token, letter.writtenAt());
        wakeRun.accept(run.ask().run());
        return answer;
    }

    private Optional<Fields> finish(
            Inbox inbox, SlotTarget target, String id, Letter letter, Request.Finish request, Optional<Token> token)
            throws IOException {
        var answer = finishes.ask(inbox, target, id, letter.writtenAt(), request);
        var run = state.attached(target, request.path())
                .map(record -> record.ask().run());
        run.ifPresent(name -> {
            token.filter(_ -> answer.isEmpty()).ifPresent(shown -> runs.prove(name, TokenUse.SAVE, shown));
            wakeRun.accept(name);
        });
        return answer;
    }
}
