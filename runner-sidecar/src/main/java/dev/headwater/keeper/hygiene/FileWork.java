package dev.headwater.keeper.hygiene;

import dev.headwater.keeper.hygiene.Treatment.Fate;
import dev.headwater.keeper.kernel.FileStatus;
import dev.headwater.keeper.kernel.FileStatus.Kind;
import dev.headwater.keeper.kernel.Kernel;
import dev.headwater.keeper.kernel.KernelException;
import java.util.List;

/** Does with a file, or whatever else is no directory, what its treatment says. */
final class FileWork {
    private final Kernel kernel;
    private final GitHeaders headers;
    private final FileSearch search;
    private final Findings findings;
    private final long changedSince;

    /** @param changedSince seconds since 1970: files that were last changed before are not searched */
    FileWork(Kernel kernel, FileSearch search, Findings findings, long changedSince) {
        this.kernel = kernel;
        this.headers = new GitHeaders(kernel);
        this.search = search;
        this.findings = findings;
        this.changedSince = changedSince;
    }

    /** @param path names from the volume's root to the file */
    void treat(Treatment treatment, int directory, String name, FileStatus status, List<String> path)
            throws KernelException {
        if (treatment.fate() == Fate.SWEEP) {
            kernel.unlink(directory, name);
            findings.swept(ShownPath.of(path));
        } else if (status.kind() == Kind.FILE && treatment.fate() == Fate.SCRUB) {
            scrub(directory, name);
            findings.scrubbed(ShownPath.of(path));
        } else if (status.kind() == Kind.FILE && treatment.fate() == Fate.KEEP) {
            keep(treatment, directory, name, status, path);
        }
    }

    private void keep(Treatment treatment, int directory, String name, FileStatus status, List<String> path)
            throws KernelException {
        if (GitHeaders.mayBeIn(path) && headers.blank(directory, name)) {
            findings.scrubbed(ShownPath.of(path));
        }
        if (treatment.searches(status.changedAt(), changedSince)) {
            search(treatment, directory, name, path);
        }
    }

    /** All names of a file that has several lose their content: it is the same secret. */
    private void scrub(int directory, String name) throws KernelException {
        var file = kernel.writable(directory, name);
        try {
            var status = kernel.status(file);
            if (status.kind() == Kind.FILE) {
                kernel.zero(file, status.size());
            }
        } finally {
            kernel.close(file);
        }
        kernel.unlink(directory, name);
    }

    private void search(Treatment treatment, int directory, String name, List<String> path) throws KernelException {
        var file = kernel.readable(directory, name);
        try {
            var status = kernel.status(file);
            if (status.kind() == Kind.FILE) {
                search.search(file, status.size(), treatment::isSubjectTo)
                        .ifPresent(rule -> findings.found(rule.name(), ShownPath.of(path)));
                findings.searched();
            }
        } finally {
            kernel.close(file);
        }
    }
}
