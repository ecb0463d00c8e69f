package dev.headwater.keeper.hygiene;

import dev.headwater.keeper.kernel.FileStatus.Kind;
import dev.headwater.keeper.kernel.Kernel;
import dev.headwater.keeper.kernel.KernelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The credentials that a checkout leaves in a repository's configuration until its job is over ({@code http.extraheader}, as actions/checkout
 * does). Their values are overwritten with blanks, which git reads as no header; the file keeps its length and all else.
 */
final class GitHeaders {
    /** Longer configurations are searched, and not changed. */
    private static final int MOST = Kernel.MAX_TRANSFER;

    private static final PathPatterns CONFIGURATIONS =
            new PathPatterns(List.of("**/.git/config", "**/.git/modules/**/config"));

    private static final Pattern HEADER =
            Pattern.compile("(?im)^[ \\t]*extraheader[ \\t]*=[ \\t]*(?<value>\"?authorization:[^\\r\\n]*)$");

    private final Kernel kernel;

    GitHeaders(Kernel kernel) {
        this.kernel = kernel;
    }

    /** @param path names from the volume's root to the file */
    static boolean mayBeIn(List<String> path) {
        return CONFIGURATIONS.match(path);
    }

    /** Whether there were any. */
    boolean blank(int directory, String name) throws KernelException {
        var values = HEADER.matcher(text(directory, name)).results().toList();
        if (values.isEmpty()) {
            return false;
        }
        var file = kernel.writable(directory, name);
        try {
            for (var value : values) {
                kernel.blank(file, value.start("value"), value.end("value") - value.start("value"));
            }
        } finally {
            kernel.close(file);
        }
        return true;
    }

    private String text(int directory, String name) throws KernelException {
        var file = kernel.readable(directory, name);
        try {
            var status = kernel.status(file);
            if (status.kind() != Kind.FILE || status.size() > MOST) {
                return "";
            }
            var content = new byte[(int) status.size()];
            var count = kernel.read(file, 0, content, 0, content.length);
            return new String(content, 0, count, StandardCharsets.ISO_8859_1);
        } finally {
            kernel.close(file);
        }
    }
}
