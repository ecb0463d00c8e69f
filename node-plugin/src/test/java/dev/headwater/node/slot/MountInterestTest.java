package dev.headwater.node.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.node.record.Ask;
import dev.headwater.node.record.RunRecord;
import dev.headwater.node.record.Source;
import dev.headwater.node.record.StepTimeout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MountInterestTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ROOT = "/var/lib/kubelet";
    private static final String POD = "11111111-2222-3333-4444-555555555555";
    private static final String KEEPER = "99999999-8888-7777-6666-555555555555";
    private static final String OTHER = "33333333-8888-7777-6666-555555555555";
    private static final SlotTarget SLOT = new SlotTarget(ROOT, POD, "headwater");
    private static final SlotTarget CONTROL = new SlotTarget(ROOT, KEEPER, "control");
    private static final String KEPT = KeeperMount.path(ROOT, KEEPER, "pv");
    private static final Source SOURCE = new Source(KEEPER, "pv", "7:3", "ext4", "/sys/fs/ext4/loop3", 1L);

    private static final RunRecord WAITING = RunRecord.asked(
            new Ask("ci", "run", SLOT.path(), "r1", new StepTimeout(START, START.plusSeconds(60)), null, false),
            TestRun.spec(POD, "node-1"));
    private static final RunRecord ATTACHED = WAITING.attached(
            SOURCE,
            new RunStatus.Answer("attached", "HeadOfLane", "x", START.toString()),
            Map.of("outcome", "attached"),
            "boot");
    private static final RunRecord DETACHED = ATTACHED.detached(START, RunSpec.Cause.Step);

    private static final RunStatus NAMED = new RunStatus(
            null, null, null, null, new RunStatus.Volume("claim", "pv", "keeper", KEEPER), null, List.of(), null, null);

    @Provide
    Arbitrary<RunRecord> runs() {
        return Arbitraries.of(WAITING, ATTACHED, DETACHED);
    }

    @Provide
    Arbitrary<MountTable> tables() {
        var paths = Arbitraries.of(
                SLOT.path(),
                SLOT.path() + "/.headwater/in",
                SLOT.volumePath("cargo"),
                CONTROL.path(),
                KEPT,
                KeeperMount.path(ROOT, OTHER, "pv"),
                new SlotTarget(ROOT, OTHER, "headwater").volumePath("cargo"),
                ROOT);
        var mounts = Combinators.combine(
                        Arbitraries.longs().between(1, 12),
                        Arbitraries.of("7:3", "7:4", "0:30"),
                        paths,
                        Arbitraries.of("ext4", "tmpfs"))
                .as((id, device, path, type) -> new MountEntry(id, device, "/", path, "", type, "source"));
        return mounts.list().ofMaxSize(8).uniqueElements(MountEntry::id).map(MountTable::new);
    }

    /** All that the walk reads of a table for the run, and the mounts that keep its file system known. */
    private record View(Set<MountEntry> slot, Set<MountEntry> kept, Set<MountEntry> control, Set<MountEntry> ofDevice) {
        static View of(MountTable table, RunRecord run) {
            var device = run.local().bound().map(Source::device);
            return new View(
                    Set.copyOf(table.unmountOrder(SLOT.path())),
                    Set.copyOf(table.at(KEPT)),
                    Set.copyOf(table.at(CONTROL.path())),
                    table.entries().stream()
                            .filter(entry ->
                                    device.filter(entry.device()::equals).isPresent())
                            .collect(Collectors.toSet()));
        }
    }

    @Property
    void whatever_a_run_would_see_differently_wakes_it(
            @ForAll("runs") RunRecord run, @ForAll("tables") MountTable before, @ForAll("tables") MountTable after) {
        var woken = MountInterest.of(run, Optional.of(NAMED)).isIn(after.changesSince(before));

        if (!View.of(before, run).equals(View.of(after, run))) {
            assertThat(woken).isTrue();
        }
    }

    @Property
    void what_happens_to_other_pods_wakes_nobody_here(
            @ForAll("tables") MountTable before, @ForAll("tables") MountTable after) {
        var others = after.changesSince(before).stream()
                .filter(mount -> mount.mountPoint().contains(OTHER))
                .toList();

        assertThat(MountInterest.of(WAITING, Optional.of(NAMED)).isIn(others)).isFalse();
    }

    @Test
    void a_run_whose_keeper_is_not_named_yet_waits_for_its_own_pod_alone() {
        var kept = List.of(new MountEntry(1, "7:3", "/", KEPT, "", "ext4", "/dev/loop3"));

        assertThat(MountInterest.of(WAITING, Optional.empty()).isIn(kept)).isFalse();
        assertThat(MountInterest.of(WAITING, Optional.of(NAMED)).isIn(kept)).isTrue();
    }
}
