package dev.headwater.node.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.node.TestNode;
import dev.headwater.node.slot.MountEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One reading for all, and yet nobody is told of yesterday. */
@Tag("kernel")
class SharedTableKernelTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 60;

    private TestNode node;

    @BeforeEach
    void raise() throws IOException {
        node = new TestNode();
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    private String mount(String name) throws IOException {
        var directory = Files.createDirectories(node.root.resolve(name));
        try (var point = Fd.directory(directory);
                var mount = Mounts.create("tmpfs", Map.of("source", name), Set.of())) {
            Mounts.attach(mount, point);
        }
        return directory.toString();
    }

    private void unmount(String name) throws IOException {
        try (var root = Fd.directory(node.root)) {
            Mounts.unmount(root, name);
        }
    }

    @Test
    void as_long_as_nothing_changes_all_get_the_same_table() throws IOException {
        mount("still");
        var tables = new ArrayList<>();
        for (var i = 0; i < ROUNDS; i++) {
            tables.add(MountTables.own());
        }

        assertThat(tables.stream().map(System::identityHashCode).distinct().count())
                .as("readings, when others mount meanwhile")
                .isLessThan(ROUNDS);
    }

    @Test
    void what_was_done_before_the_table_was_asked_for_is_in_it_also_with_many_at_work() throws Exception {
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var work = new ArrayList<Callable<Boolean>>();
            for (var thread = 0; thread < THREADS; thread++) {
                var name = "of-thread-" + thread;
                work.add(() -> mountAndUnmount(name));
            }
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    private boolean mountAndUnmount(String name) throws IOException {
        for (var round = 0; round < ROUNDS; round++) {
            var path = mount(name);
            assertThat(MountTables.own().at(path))
                    .as("mounted in round " + round)
                    .hasSize(1);
            unmount(name);
            assertThat(MountTables.own().at(path))
                    .as("unmounted in round " + round)
                    .isEmpty();
        }
        return true;
    }

    /** Collects what it is told. */
    private record Told(Set<String> appeared, Set<String> gone, CountDownLatch started)
            implements MountWatcher.Listener {
        @Override
        public void changed(List<MountEntry> mounts) {
            for (var mount : mounts) {
                (appeared.contains(mount.source()) ? gone : appeared).add(mount.source());
            }
        }

        @Override
        public void anything() {
            started.countDown();
        }
    }

    @Test
    void every_mount_that_lasts_is_told_of_when_it_comes_and_when_it_goes() throws Exception {
        var told = new Told(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet(), new CountDownLatch(1));
        var names = new ArrayList<String>();
        try (var watcher = MountWatcher.watch(told, Duration.ofDays(1))) {
            assertThat(told.started().await(60, TimeUnit.SECONDS)).isTrue();
            for (var round = 0; round < ROUNDS; round++) {
                names.add("m" + round);
                mount("m" + round);
                if (round % 7 == 0) {
                    awaitAll(told.appeared(), names);
                }
            }
            awaitAll(told.appeared(), names);
            for (var name : names) {
                unmount(name);
            }
            awaitAll(told.gone(), names);
        }
    }

    private static void awaitAll(Set<String> told, List<String> names) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> told.containsAll(names));
    }
}
