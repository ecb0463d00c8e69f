package dev.headwater.node.mount;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Set;

/**
 * Mounts by descriptor. A new mount is detached at first: nobody sees it, and it vanishes with its descriptor, so a plugin that dies in
 * between leaves nothing behind.
 */
public final class Mounts {
    private static final long CLOSE_ON_EXEC = 02000000;
    private static final long EMPTY_PATH = 0x1000;
    private static final long CLONE_TREE = 1;
    private static final long SET_FLAG = 0;
    private static final long SET_STRING = 1;
    private static final long CREATE = 6;
    private static final long FROM_EMPTY_PATH = 0x4;
    private static final long TO_EMPTY_PATH = 0x40;
    private static final long PRIVATE = 1 << 18;
    private static final long UNMOUNT_NO_FOLLOW = 8;

    /** Flags of one mount, as opposed to those of its file system. */
    public enum Flag {
        READ_ONLY(1),
        NO_SUID(2),
        NO_DEV(4),
        NO_EXEC(8);

        private final long bit;

        Flag(long bit) {
            this.bit = bit;
        }

        private static long bits(Set<Flag> flags) {
            return flags.stream().mapToLong(flag -> flag.bit).reduce(0, (a, b) -> a | b);
        }
    }

    /**
     * A new, detached mount of a new file system.
     *
     * @param options as in {@code size=1m}; an empty value stands for a flag; {@code source} is what mountinfo shows
     */
    public static Fd create(String fsType, Map<String, String> options, Set<Flag> flags) throws KernelException {
        try (var arena = Arena.ofConfined();
                var context =
                        new Fd(Syscall.FSOPEN.call("open file system " + fsType, Syscall.string(arena, fsType), 1))) {
            for (var option : options.entrySet()) {
                configure(arena, context, option.getKey(), option.getValue());
            }
            Syscall.FSCONFIG.call("create file system " + fsType, context.number(), CREATE);
            return new Fd(Syscall.FSMOUNT.call("mount " + fsType, context.number(), 1, Flag.bits(flags)));
        }
    }

    /** A detached copy of the one mount that {@code directory} is on, rooted at {@code directory}; mounts below are left out. */
    public static Fd copy(Fd directory) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            return new Fd(Syscall.OPEN_TREE.call(
                    "copy mount",
                    directory.number(),
                    Syscall.string(arena, ""),
                    CLONE_TREE | EMPTY_PATH | CLOSE_ON_EXEC));
        }
    }

    /** A detached copy as {@link #copy}, which can be written to although the mount itself cannot. */
    public static Fd writableCopy(Fd directory) throws KernelException {
        var copy = copy(directory);
        try {
            change(copy, Set.of(), Set.of(Flag.READ_ONLY), PRIVATE);
            return copy;
        } catch (KernelException e) {
            copy.close();
            throw e;
        }
    }

    /** Adds flags to the mount of which {@code mount} is the root. */
    public static void restrict(Fd mount, Set<Flag> flags) throws KernelException {
        change(mount, flags, Set.of(), 0);
    }

    /** Takes a detached copy out of its peer group, so that repeated binds do not multiply each other. */
    public static void isolate(Fd copy) throws KernelException {
        change(copy, Set.of(), Set.of(), PRIVATE);
    }

    /** Mounts the detached {@code mount} onto {@code directory}. */
    public static void attach(Fd mount, Fd directory) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            var empty = Syscall.string(arena, "");
            Syscall.MOVE_MOUNT.call(
                    "attach mount", mount.number(), empty, directory.number(), empty, FROM_EMPTY_PATH | TO_EMPTY_PATH);
        }
    }

    /**
     * Unmounts the topmost mount on the entry {@code name} of {@code parent}. Never lazy, never forced: EBUSY is an answer.
     *
     * @throws KernelException {@link KernelException#busy} while somebody uses it
     */
    public static void unmount(Fd parent, String name) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            Syscall.UMOUNT2.call(
                    "unmount " + name,
                    Syscall.string(arena, parent.path().resolve(name).toString()),
                    UNMOUNT_NO_FOLLOW);
        }
    }

    private static void configure(Arena arena, Fd context, String key, String value) throws KernelException {
        var flag = value.isEmpty();
        Syscall.FSCONFIG.call(
                "set " + key,
                context.number(),
                flag ? SET_FLAG : SET_STRING,
                Syscall.string(arena, key),
                flag ? 0 : Syscall.string(arena, value));
    }

    private static void change(Fd mount, Set<Flag> set, Set<Flag> clear, long propagation) throws KernelException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment attributes = Syscall.words(arena, Flag.bits(set), Flag.bits(clear), propagation, 0);
            Syscall.MOUNT_SETATTR.call(
                    "change mount",
                    mount.number(),
                    Syscall.string(arena, ""),
                    EMPTY_PATH,
                    attributes.address(),
                    attributes.byteSize());
        }
    }

    private Mounts() {}
}
