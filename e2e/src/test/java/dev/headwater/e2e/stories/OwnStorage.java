package dev.headwater.e2e.stories;

import dev.headwater.e2e.world.World;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A StorageClass, a VolumeSnapshotClass, a policy and a stream of one story, all of the same name: what happens to their volumes happens to
 * nobody else's. Faults {@code of} this name hit them.
 */
record OwnStorage(World world, String name) {
    private static final String OBJECTS = """
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: NAME}
            provisioner: csi.e2e.headwater.dev
            volumeBindingMode: WaitForFirstConsumer
            parameters: {csi.storage.k8s.io/fstype: ext4, faults: NAME}
            ---
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshotClass
            metadata: {name: NAME}
            driver: csi.e2e.headwater.dev
            deletionPolicy: Retain
            parameters: {snapshot-dependence: DEPENDENCE}
            ---
            apiVersion: headwater.dev/v1alpha1
            kind: BuildSnapshotPolicy
            metadata: {name: NAME, namespace: ci}
            spec:
              restore: {timeout: 90s}
              volume: {size: 1Gi, storageClassName: NAME, volumeSnapshotClassName: NAME}
              trust: {write: Claimed}
            ---
            apiVersion: headwater.dev/v1alpha1
            kind: BuildSnapshotStream
            metadata: {name: NAME, namespace: ci}
            spec:
              repository: acme/tales
              key: NAME
              path: /mnt/tale
              policyRef: {name: NAME}
            """;

    private static final List<String> CLASSES = List.of("storageClass", "restoreStorageClass", "volumeSnapshotClass");

    /**
     * Makes it.
     *
     * @param dependence of its snapshots: {@code none}, {@code volume} or {@code clones}
     */
    void make(String dependence) {
        var objects = OBJECTS.replace("NAME", name).replace("DEPENDENCE", dependence);
        world.client()
                .load(new ByteArrayInputStream(objects.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(world::apply);
    }

    /** Removes it, and what a probe has found out about it. */
    void remove() {
        world.kubectl("-n", World.JOBS, "delete", "bss,bsp", name, "--ignore-not-found");
        world.kubectl("delete", "storageclass,volumesnapshotclass", name, "--ignore-not-found");
        probes(world, name).forEach(probe -> world.client().resource(probe).delete());
    }

    /** What a probe has found out, or is finding out, about classes that are all of one name: other stories combine some with their own. */
    static List<ConfigMap> probes(World world, String name) {
        return world
                .client()
                .configMaps()
                .inNamespace(World.VAULT)
                .withLabels(Map.of("headwater.dev/role", "probe"))
                .list()
                .getItems()
                .stream()
                .filter(probe -> CLASSES.stream().map(probe.getData()::get).allMatch(name::equals))
                .toList();
    }
}
