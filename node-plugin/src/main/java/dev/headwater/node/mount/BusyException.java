package dev.headwater.node.mount;

import dev.headwater.node.slot.MountEntry;
import java.io.IOException;

/** A mount could not be taken away because somebody uses it. */
public final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String mountPoint;
    private final String device;

    BusyException(MountEntry mount, KernelException cause) {
        super(mount.mountPoint() + " is busy", cause);
        this.mountPoint = mount.mountPoint();
        this.device = mount.device();
    }

    /** Where it is mounted, on the host. */
    public String mountPoint() {
        return mountPoint;
    }

    /** {@code major:minor} of what is mounted there. */
    public String device() {
        return device;
    }
}
