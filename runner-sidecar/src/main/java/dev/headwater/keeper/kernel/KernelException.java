package dev.headwater.keeper.kernel;

import java.io.IOException;
import java.util.Map;

/** The kernel refused a call. */
public final class KernelException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int NO_ENTRY = 2;
    private static final int NO_SUCH_DATA = 6;
    private static final int ACCESS = 13;
    private static final int NOT_PERMITTED = 1;
    private static final Map<Integer, String> WORDS = Map.of(
            NOT_PERMITTED,
            "operation not permitted",
            NO_ENTRY,
            "no such file",
            5,
            "input/output error",
            ACCESS,
            "permission denied",
            20,
            "not a directory",
            24,
            "nested too deeply: too many open files",
            28,
            "no space left",
            30,
            "read-only file system",
            117,
            "the file system is broken");

    private final int error;

    KernelException(int error) {
        super(WORDS.getOrDefault(error, "error " + error));
        this.error = error;
    }

    /** There is no entry of that name any more. */
    public boolean isMissing() {
        return error == NO_ENTRY;
    }

    /** The rights of this process do not suffice. */
    public boolean isDenied() {
        return error == ACCESS || error == NOT_PERMITTED;
    }

    /** There is no data behind that offset. */
    boolean isEndOfData() {
        return error == NO_SUCH_DATA;
    }
}
