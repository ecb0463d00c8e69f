package dev.headwater.node.mount;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** System calls of Linux by number, through libc's {@code syscall(2)}: no fork, no helper binary, and errno is not lost. */
enum Syscall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    IOCTL(16, 29),
    FSYNC(74, 82),
    FCHMOD(91, 52),
    FCHOWN(93, 55),
    UMOUNT2(166, 39),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    UNLINKAT(263, 35),
    PPOLL(271, 73),
    RENAMEAT2(316, 276),
    STATX(332, 291),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    OPENAT2(437, 437),
    MOUNT_SETATTR(442, 442);

    private static final int MAX_ARGUMENTS = 6;
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("syscall").orElseThrow(),
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1),
                    Linker.Option.captureCallState("errno"));
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final long number;

    Syscall(int amd64, int arm64) {
        this.number = arm() ? arm64 : amd64;
    }

    /** Some numbers and flags differ between the two architectures that are supported. */
    static boolean arm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    /**
     * @param what named in the error, as in {@code mount tmpfs}
     * @param arguments at most six numbers or addresses
     * @throws KernelException for a result of -1
     */
    long call(String what, long... arguments) throws KernelException {
        var a = new long[MAX_ARGUMENTS];
        System.arraycopy(arguments, 0, a, 0, arguments.length);
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            long result = (long) CALL.invokeExact(state, number, a[0], a[1], a[2], a[3], a[4], a[5]);
            if (result == -1) {
                throw new KernelException(what, (int) ERRNO.get(state, 0L));
            }
            return result;
        } catch (KernelException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a downcall throws nothing of its own", e);
        }
    }

    /** A C string that lives as long as {@code arena}. */
    static long string(Arena arena, String text) {
        return arena.allocateFrom(text).address();
    }

    /** Unsigned 64-bit words one after the other, as in {@code struct open_how} and {@code struct mount_attr}. */
    static MemorySegment words(Arena arena, long... words) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, words);
    }
}
