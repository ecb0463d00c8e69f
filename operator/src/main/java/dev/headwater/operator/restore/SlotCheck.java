package dev.headwater.operator.restore;

import dev.headwater.api.v1alpha1.Api;
import dev.headwater.api.v1alpha1.RunSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a path can appear in the pod: it must lie directly below the mount path of the slot. */
final class SlotCheck {
    private static final Set<String> PROPAGATING = Set.of("HostToContainer", "Bidirectional");

    /** A sentence that says what is wrong; empty if nothing is. */
    static Optional<String> complaint(Pod pod, RunSpec spec) {
        var slot = spec.slot().volume();
        if (!hasSlot(pod, slot)) {
            return Optional.of("The pod %s has no inline volume %s of driver %s; add one to its template."
                    .formatted(pod.getMetadata().getName(), slot, Api.DRIVER));
        }
        var path = spec.request().path();
        var parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        var mounts = mounts(pod, slot)
                .filter(mount -> parent.equals(withoutTrailingSlash(mount.getMountPath())))
                .toList();
        if (mounts.isEmpty()) {
            return Optional.of(
                    "The path %s is not directly below the slot: no container mounts volume %s at %s. Use a path directly below %s."
                            .formatted(path, slot, parent.isEmpty() ? "/" : parent, mountPaths(pod, slot)));
        }
        return mounts.stream().anyMatch(SlotCheck::propagates)
                ? Optional.empty()
                : Optional.of(
                        "The mount of volume %s at %s cannot show what is attached later; give it mountPropagation: HostToContainer and no subPath."
                                .formatted(slot, parent));
    }

    private static boolean hasSlot(Pod pod, String slot) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(slot))
                .anyMatch(volume -> volume.getCsi() != null
                        && Api.DRIVER.equals(volume.getCsi().getDriver()));
    }

    private static boolean propagates(VolumeMount mount) {
        return PROPAGATING.contains(Objects.requireNonNullElse(mount.getMountPropagation(), "None"))
                && Objects.requireNonNullElse(mount.getSubPath(), "").isEmpty()
                && Objects.requireNonNullElse(mount.getSubPathExpr(), "").isEmpty();
    }

    private static Stream<VolumeMount> mounts(Pod pod, String slot) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .map(Container::getVolumeMounts)
                .flatMap(mounts -> mounts.stream())
                .filter(mount -> mount.getName().equals(slot));
    }

    private static String mountPaths(Pod pod, String slot) {
        var paths = mounts(pod, slot).map(VolumeMount::getMountPath).distinct().toList();
        return paths.isEmpty() ? "a mount of that volume" : String.join(" or ", paths);
    }

    private static String withoutTrailingSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private SlotCheck() {}
}
