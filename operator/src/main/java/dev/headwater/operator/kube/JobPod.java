package dev.headwater.operator.kube;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** The asking pod, as the API server has it now, by uid: a pod of the same name may be another one. */
public sealed interface JobPod {

    /** It exists. */
    record Present(Pod pod) implements JobPod {}

    /** No pod has this name; its node is in service, so its plugin will say that it ended. */
    record Gone() implements JobPod {}

    /** As {@link Gone}, but another pod has its name. */
    record Replaced() implements JobPod {}

    /**
     * The pod is gone, and its node too, or an administrator has declared it dead; or both pod and node have been asked for something in vain for
     * long: nobody is left to say how it ended.
     */
    record GoneWithNode() implements JobPod {}

    /** Not read, because what follows does not depend on it. */
    record Unread() implements JobPod {}

    /** The pod, where it is known to exist. */
    default Optional<Pod> present() {
        return this instanceof Present(var pod) ? Optional.of(pod) : Optional.empty();
    }
}
