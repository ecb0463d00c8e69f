package dev.headwater.node.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private static final Duration PAUSE = Duration.ofMillis(300);

    @Test
    void a_key_is_looked_at_by_one_thread_at_a_time_and_again_if_woken_meanwhile() throws InterruptedException {
        var inside = new AtomicInteger();
        var looks = new AtomicInteger();
        var together = new AtomicInteger();
        try (var queue = new WorkQueue("t", 4, PAUSE, key -> {
            together.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.sleep(30);
            inside.decrementAndGet();
            looks.incrementAndGet();
            return Optional.empty();
        })) {
            for (var i = 0; i < 100; i++) {
                queue.wake("key");
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> looks.get() == 2 || (looks.get() == 1 && inside.get() == 0));
            Thread.sleep(150);
        }
        assertThat(together).hasValue(1);
        assertThat(looks.get()).isBetween(1, 2);
    }

    @Test
    void a_failure_is_tried_again_and_keeps_no_other_key_waiting() throws InterruptedException {
        var failures = new AtomicInteger();
        var other = new CountDownLatch(1);
        try (var queue = new WorkQueue("t", 1, PAUSE, key -> {
            if (key.equals("other")) {
                other.countDown();
                return Optional.empty();
            }
            failures.incrementAndGet();
            throw new IOException("again");
        })) {
            queue.wake("broken");
            queue.wake("other");
            assertThat(other.await(5, TimeUnit.SECONDS)).isTrue();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> failures.get() >= 3);
        }
    }

    @Test
    void an_earlier_waking_replaces_a_planned_later_look() {
        var looks = new AtomicInteger();
        try (var queue = new WorkQueue("t", 1, PAUSE, key -> {
            looks.incrementAndGet();
            return Optional.of(Duration.ofHours(1));
        })) {
            queue.wake("key");
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> looks.get() == 1);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                queue.wake("key");
                return looks.get() >= 2;
            });
        }
    }

    @Test
    void a_key_that_is_woken_without_end_is_looked_at_at_a_bounded_rate() throws InterruptedException {
        var looks = new AtomicInteger();
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        try (var queue = new WorkQueue("t", 2, PAUSE, key -> {
            looks.incrementAndGet();
            Thread.sleep(1);
            return Optional.empty();
        })) {
            while (System.nanoTime() < end) {
                queue.wake("key");
                Thread.onSpinWait();
            }
        }
        assertThat(looks.get()).isLessThan(60);
    }
}
