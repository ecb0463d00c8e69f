package dev.headwater.e2e.world;

import dev.headwater.api.v1alpha1.BuildSnapshotRun;
import dev.headwater.api.v1alpha1.ConditionType;
import dev.headwater.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a finished run must not leave: in the vault, in the cluster, and on the node. It may leave its snapshot, if it was saved, and
 * its journal.
 *
 * @param loopsBefore loop devices that the cluster used before the first job
 */
public record Leaks(World world, Set<String> loopsBefore) {
    private static final Pattern POD_MOUNT = Pattern.compile(".*/pods/([0-9a-f-]{36})/.*");
    private static final String SNAPSHOT_API = "snapshot.storage.k8s.io/v1";

    /** To be taken before the first job. */
    public static Leaks from(World world) {
        return new Leaks(world, loops());
    }

    /** One sentence for each thing that is left over. */
    public List<String> found() {
        return Stream.of(unfinishedRuns(), vault(), volumes(), snapshots(), mounts(), loopDevices(), records())
                .flatMap(sentences -> sentences)
                .toList();
    }

    /** Those that name one of these pods or a run of theirs. */
    public List<String> foundOf(Set<String> pods) {
        var names = Stream.concat(
                        pods.stream(),
                        runs().stream()
                                .filter(run -> pods.contains(run.getSpec().pod().uid()))
                                .map(Leaks::name))
                .toList();
        return found().stream()
                .filter(sentence -> names.stream().anyMatch(sentence::contains))
                .toList();
    }

    private Stream<String> unfinishedRuns() {
        return runs().stream()
                .filter(run -> !Runs.isTrue(run, ConditionType.Complete))
                .map(run -> "run " + name(run) + " is not complete");
    }

    private Stream<String> vault() {
        var client = world.client();
        return Stream.concat(
                client.pods().inNamespace(World.VAULT).list().getItems().stream()
                        .map(pod -> "keeper " + name(pod)),
                client.persistentVolumeClaims().inNamespace(World.VAULT).list().getItems().stream()
                        .map(claim -> "claim " + name(claim)));
    }

    private Stream<String> volumes() {
        var client = world.client();
        return Stream.concat(
                client.persistentVolumes().list().getItems().stream().map(volume -> "volume " + name(volume)),
                client.storage().v1().volumeAttachments().list().getItems().stream()
                        .map(attachment -> "VolumeAttachment " + name(attachment)));
    }

    /** Every snapshot is the one of a saved run, and every saved run's is there. */
    private Stream<String> snapshots() {
        var saved = runs().stream()
                .flatMap(run -> Stream.ofNullable(run.getStatus()))
                .flatMap(status -> Stream.ofNullable(status.save()))
                .filter(save -> save.cutAt() != null)
                .map(save -> Objects.requireNonNull(save.snapshot()))
                .collect(Collectors.toSet());
        var present = generic("VolumeSnapshot").stream().map(Leaks::name).collect(Collectors.toSet());
        return Stream.concat(
                present.stream()
                        .filter(name -> !saved.contains(name))
                        .map(name -> "snapshot " + name + " of no saved run"),
                saved.stream()
                        .filter(name -> !present.contains(name))
                        .map(name -> "saved snapshot " + name + " is gone"));
    }

    private Stream<String> mounts() {
        var pods = world.client().pods().inAnyNamespace().list().getItems().stream()
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
        return new HostMounts(world.site())
                .mountPoints().stream()
                        .filter(point ->
                                point.startsWith(world.site().kubeletRoot().toString()))
                        .filter(point -> isOfPodOutside(point, pods) || point.endsWith("/globalmount"))
                        .map(point -> "mount " + point);
    }

    private static boolean isOfPodOutside(String mountPoint, Set<String> pods) {
        var matcher = POD_MOUNT.matcher(mountPoint);
        return matcher.matches() && !pods.contains(matcher.group(1));
    }

    private Stream<String> loopDevices() {
        return loops().stream().filter(loop -> !loopsBefore.contains(loop)).map(loop -> "loop device " + loop);
    }

    /** The node plugins' own records of slots and runs, and its scratch files. */
    private Stream<String> records() {
        var cluster = Cluster.running();
        return cluster.nodes().stream()
                .map(node -> cluster.kubeletRoot(node).resolve("plugins/headwater.dev"))
                .flatMap(state -> Stream.of("records", "scratch").map(state::resolve))
                .filter(Files::isDirectory)
                .flatMap(Leaks::files)
                .map(file -> "record " + file);
    }

    private static Stream<Path> files(Path folder) {
        try (var walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> loops() {
        try (var devices = Files.list(Path.of("/sys/block"))) {
            return devices.filter(device -> isOfCluster(device.resolve("loop/backing_file")))
                    .map(device -> device.getFileName().toString())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Others of this machine come and go, as those of tests do that run beside the stories. */
    private static boolean isOfCluster(Path backingFile) {
        try {
            return Files.readString(backingFile).startsWith(Cluster.running().home() + "/");
        } catch (IOException e) {
            return false; // No file is behind it, or none any more.
        }
    }

    private List<BuildSnapshotRun> runs() {
        return world.client()
                .resources(BuildSnapshotRun.class)
                .inAnyNamespace()
                .list()
                .getItems();
    }

    private Collection<GenericKubernetesResource> generic(String kind) {
        return world.client()
                .genericKubernetesResources(SNAPSHOT_API, kind)
                .inNamespace(World.VAULT)
                .list()
                .getItems();
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
