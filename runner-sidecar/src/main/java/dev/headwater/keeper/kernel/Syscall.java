package dev.headwater.keeper.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** System calls of Linux by number, through libc's {@code syscall(2)}. */
enum Syscall {
    CLOSE(3, 57),
    LSEEK(8, 62),
    PREAD(17, 67),
    PWRITE(18, 68),
    FDATASYNC(75, 83),
    GETDENTS(217, 61),
    OPENAT(257, 56),
    UNLINKAT(263, 35),
    FCHMODAT(268, 53),
    STATX(332, 291);

    static final MemoryLayout STATE = Linker.Option.captureStateLayout();

    private static final int INTERRUPTED = 4;
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("syscall").orElseThrow(),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1),
                    Linker.Option.captureCallState("errno"));
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final long number;

    Syscall(int amd64, int arm64) {
        this.number = isArm() ? arm64 : amd64;
    }

    /** Some numbers and flags differ between the two architectures that are supported. */
    static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    /**
     * @param state of layout {@link #STATE}, for this call's error
     * @throws KernelException for a result of -1
     */
    long call(MemorySegment state, long a, long b, long c, long d, long e) throws KernelException {
        try {
            while (true) {
                long result = (long) CALL.invokeExact(state, number, a, b, c, d, e);
                if (result != -1) {
                    return result;
                }
                var error = (int) ERRNO.get(state, 0L);
                if (error != INTERRUPTED) {
                    throw new KernelException(error);
                }
            }
        } catch (KernelException | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("a downcall throws nothing of its own", failure);
        }
    }
}
