package dev.headwater.operator.kube;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** The asking pod, as the API server has it now, by uid: a pod of the same name may be another one. */
public sealed interface JobPod {

    /** It exists. */
    record Present(Pod pod) implements JobPod {}

    /** No pod has this name and uid; its node exists, so its plugin will say how it ended. */
    record Gone() implements JobPod {}

    /** Neither the pod nor its node exists: nobody is left to say how it ended. */
    record GoneWithNode() implements JobPod {}

    /** Not read, because what follows does not depend on it. */
    record Unread() implements JobPod {}

    /** The pod, where it is known to exist. */
    default Optional<Pod> present() {
        return this instanceof Present(var pod) ? Optional.of(pod) : Optional.empty();
    }
}
