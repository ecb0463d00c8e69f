package dev.headwater.keeper.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.control.Fields;
import dev.headwater.keeper.testing.Tree;
import dev.headwater.keeper.volume.Volume;
import dev.headwater.keeper.volume.VolumeRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClockGuardTest {
    @TempDir
    Path root;

    @Test
    void filesFromTheFutureBecomeEquallyOldAndOthersStay() throws Exception {
        var volume = new Volume(root);
        var now = Instant.now();
        VolumeRecord.write(
                volume,
                new Fields.Builder()
                        .with("saved-at", now.plusSeconds(3600).toString())
                        .build());
        Files.createDirectories(root.resolve("target/deep"));
        var binary = Files.writeString(root.resolve("target/deep/binary"), "b");
        var source = Files.writeString(root.resolve("source"), "s");
        Files.setLastModifiedTime(binary, FileTime.from(now.plusSeconds(3000)));
        Files.setLastModifiedTime(source, FileTime.from(now.minusSeconds(3000)));
        assertThat(new ProcessBuilder("mkfifo", root.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.createSymbolicLink(root.resolve("loop"), root);

        new ClockGuard(volume, () -> now).settle();

        var written = Files.getLastModifiedTime(Files.writeString(root.resolve("changed"), "c"));
        assertThat(Files.getLastModifiedTime(binary).toInstant()).isEqualTo(now);
        assertThat(written).isGreaterThan(Files.getLastModifiedTime(binary));
        assertThat(Files.getLastModifiedTime(source).toInstant()).isEqualTo(now.minusSeconds(3000));
    }

    @Test
    void aVolumeWithoutOrWithABrokenRecordIsLeftAlone() throws Exception {
        var volume = new Volume(root);
        var file = Files.writeString(root.resolve("file"), "f");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3600)));
        var guard = new ClockGuard(volume, Instant::now);
        guard.settle();
        VolumeRecord.write(
                volume, new Fields.Builder().with("saved-at", "tomorrow").build());
        var before = Tree.of(root);

        guard.settle();

        assertThat(Tree.of(root).changedSince(before)).isEmpty();
    }
}
