package dev.headwater.node.slot;

import dev.headwater.api.v1alpha1.RestoreReason;
import dev.headwater.api.v1alpha1.RunName;
import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.control.ControlFileException;
import dev.headwater.control.Fields;
import dev.headwater.control.JobIdentity;
import dev.headwater.control.Request;
import dev.headwater.node.record.Ask;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.SlotRecord;
import dev.headwater.node.record.StepTimeout;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a restore request becomes a run. What only the cluster knows (stream, repository, mount path) is judged by the operator. */
public final class RestorePolicy {
    /** Volumes at one time in one slot. */
    static final int MOST_VOLUMES = 4;

    /** Requests of one slot in its life: each is an object in the cluster. */
    static final int MOST_RUNS = 64;

    /** The verdict. */
    public sealed interface Ruling {
        /** Write it down, and the run begins. */
        record Accept(RunRecord record) implements Ruling {}

        /** Answer it at once; there is no run. */
        record Refuse(String reason, String message) implements Ruling {}
    }

    /**
     * A request and where it came from.
     *
     * @param uid owner of the request file
     * @param at when it was written
     */
    public record Asked(String id, Request.Restore request, long uid, long gid, Instant at) {}

    /**
     * The slot at this moment.
     *
     * @param node name of this node
     * @param runs all records of this slot
     * @param mounted names of the directories of the slot that something is mounted on
     * @param unreachable why a volume could not appear in the pod; empty where nothing speaks against it
     */
    public record Slot(
            SlotRecord record, String node, List<RunRecord> runs, Set<String> mounted, Optional<String> unreachable) {}

    public static Ruling judge(Asked asked, Slot slot, Platform platform, Instant now) {
        var name = asked.request().volumeName();
        if (slot.unreachable().isPresent()) {
            return refuse(RestoreReason.NoPropagation, slot.unreachable().get());
        }
        var inUse = inUse(slot);
        if (inUse.contains(name)) {
            return refuse(
                    RestoreReason.AlreadyAttached,
                    "A volume is already attached, or asked for, at "
                            + asked.request().path() + ". Save or skip it before asking for another one there.");
        }
        if (inUse.size() >= MOST_VOLUMES || slot.runs().size() >= MOST_RUNS) {
            return refuse(
                    RestoreReason.TooManyVolumes,
                    "This pod has asked for too many volumes: at most " + MOST_VOLUMES + " at a time and " + MOST_RUNS
                            + " in its life.");
        }
        try {
            return new Ruling.Accept(record(asked, slot, platform, now));
        } catch (ControlFileException e) {
            return refuse(
                    RestoreReason.BadRequest,
                    "The request does not say which job asks: " + e.getMessage()
                            + ". Set the job-started hook, or give repository, ref, sha and run id.");
        }
    }

    /** Names that a volume waits for, is attached at, or has scratch on. */
    private static Set<String> inUse(Slot slot) {
        var names = new HashSet<>(slot.mounted());
        slot.runs().stream()
                .filter(run -> run.phase() == RunRecord.Phase.WAITING || run.phase() == RunRecord.Phase.ATTACHED)
                .forEach(run -> names.add(run.volume()));
        return names;
    }

    private static RunRecord record(Asked asked, Slot slot, Platform platform, Instant now)
            throws ControlFileException {
        var request = asked.request();
        var pod = slot.record();
        var number = 1
                + (int) slot.runs().stream()
                        .filter(run -> run.volume().equals(request.volumeName()))
                        .count();
        var step = new StepTimeout(asked.at(), asked.at().plus(request.timeout()));
        var run = RunName.of(pod.podUid(), request.volumeName(), number);
        return RunRecord.asked(
                new Ask(
                        pod.podNamespace(),
                        run,
                        pod.target(),
                        asked.id(),
                        step,
                        request.save().toFields().values(),
                        false),
                new RunSpec(
                        new RunSpec.Pod(pod.podName(), pod.podUid(), slot.node()),
                        new RunSpec.Slot(pod.volume()),
                        new RunSpec.Requester(asked.uid(), asked.gid()),
                        new RunSpec.Request(
                                number,
                                request.key(),
                                request.path(),
                                request.version(),
                                platform.os(),
                                platform.arch(),
                                now.toString(),
                                (int) request.timeout().toSeconds(),
                                request.restoreKeys().isEmpty() ? null : request.restoreKeys(),
                                fallback(request.fallback())),
                        job(pod, request),
                        null,
                        null));
    }

    private static RunSpec.Job job(SlotRecord pod, Request.Restore request) throws ControlFileException {
        if (pod.latched().isPresent()) {
            var latched = JobIdentity.from(fields(pod.latched().get()));
            return job(RunSpec.Source.JobStarted, latched, latched.cacheMode().or(() -> cacheMode(request)));
        }
        if (request.job().isEmpty()) {
            throw new ControlFileException("repository is missing");
        }
        return job(RunSpec.Source.Request, request.job().get(), cacheMode(request));
    }

    /** The runner tells it to actions alone, so the hook may not have seen it. All that it can do is take a right away. */
    private static Optional<String> cacheMode(Request.Restore request) {
        return request.job().flatMap(JobIdentity::cacheMode);
    }

    private static RunSpec.Job job(RunSpec.Source source, JobIdentity job, Optional<String> cacheMode) {
        return new RunSpec.Job(
                source,
                job.repository(),
                job.ref(),
                job.baseRef().orElse(null),
                job.sha(),
                job.event().orElse(null),
                job.runId(),
                job.runAttempt(),
                job.workflow().orElse(null),
                job.job().orElse(null),
                cacheMode.orElse(null));
    }

    private static RunSpec.@Nullable Fallback fallback(Request.Fallback asked) {
        return switch (asked) {
            case ANY -> null;
            case NOT_DEFAULT_BRANCH -> RunSpec.Fallback.NotDefaultBranch;
            case OWN_LANE -> RunSpec.Fallback.OwnLane;
        };
    }

    private static Fields fields(Map<String, String> latched) {
        return new Fields(new LinkedHashMap<>(latched));
    }

    private static Ruling refuse(RestoreReason reason, String message) {
        return new Ruling.Refuse(reason.name(), message);
    }

    private RestorePolicy() {}
}
