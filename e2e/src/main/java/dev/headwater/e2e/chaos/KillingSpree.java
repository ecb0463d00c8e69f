package dev.headwater.e2e.chaos;

import dev.headwater.e2e.world.Pause;
import dev.headwater.e2e.world.Progress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All kills of a plan, one after the other, beside whatever else goes on. When the jobs are over and nobody of a kind is left, somebody
 * dies who is always there: their saves go on.
 */
final class KillingSpree {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
    private static final Duration AWAITED = Duration.ofSeconds(20);

    private final ChaosPlan plan;
    private final Killer killer;
    private final Progress progress;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final CompletableFuture<Void> over;
    private volatile boolean calledOff;

    private KillingSpree(ChaosPlan plan, Killer killer, Progress progress) {
        this.plan = plan;
        this.killer = killer;
        this.progress = progress;
        this.over = CompletableFuture.runAsync(this::run, Thread::startVirtualThread);
    }

    static KillingSpree begin(ChaosPlan plan, Killer killer, Progress progress) {
        return new KillingSpree(plan, killer, progress);
    }

    /** Returns when so many kills have hit, or after a while: where a keeper is to be killed, somebody has to need one. */
    void awaitKills(int number) {
        var deadline = System.nanoTime() + AWAITED.toNanos();
        while (done.get() < number && !over.isDone() && System.nanoTime() < deadline) {
            Pause.of(LOOK_AGAIN);
        }
    }

    /** One more job has started. */
    void jobStarted() {
        started.incrementAndGet();
    }

    /** Waits no longer for a certain victim, lets it end, and returns how many kills have hit. */
    int end() {
        calledOff = true;
        over.join();
        return done.get();
    }

    private void run() {
        for (var kill : plan.kills()) {
            Pause.of(kill.after());
            while (started.get() < plan.jobsBefore(done.get()) && !calledOff) {
                Pause.of(LOOK_AGAIN);
            }
            var hit = killer.kill(kill);
            while (hit.isEmpty() && !calledOff) {
                Pause.of(LOOK_AGAIN);
                hit = killer.kill(kill);
            }
            var victim = hit.or(() -> killer.kill(kill.with(Victim.KUBELET)));
            if (victim.isEmpty()) {
                return;
            }
            progress.say("kill %d of %d: %s"
                    .formatted(done.incrementAndGet(), plan.kills().size(), victim.get()));
        }
    }
}
