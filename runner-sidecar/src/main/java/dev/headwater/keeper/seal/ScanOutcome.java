package dev.headwater.keeper.seal;

import dev.headwater.control.Fields;
import dev.headwater.keeper.hygiene.Told;
import dev.headwater.keeper.process.Deadline;
import java.util.List;
import java.util.Optional;

/**
 * What came of the search for secrets.
 *
 * @param why the scan is incomplete
 * @param findings each {@code RULE PATH}, never the secret; a report holds the first {@value #MOST_REPORTED}
 */
record ScanOutcome(Scan scan, Optional<String> why, List<String> findings, Counts counts) {
    private static final int MOST_REPORTED = 16;

    /** How far it came. */
    enum Scan {
        /** All that had to be looked at was, and nothing is left that had to go. */
        COMPLETE("Complete"),
        INCOMPLETE("Incomplete"),
        /** The policy wants none. */
        SKIPPED("Skipped");

        private final String word;

        Scan(String word) {
            this.word = word;
        }
    }

    /** How many files were overwritten and removed, removed, and searched; and how many bytes were searched. */
    record Counts(long scrubbed, long swept, long searched, long searchedBytes) {}

    /**
     * @param broken why the program ended too early; empty where it did not
     * @param off whether the policy wants no search
     */
    static ScanOutcome of(Told told, Optional<String> broken, boolean off) {
        var why = broken.or(() -> told.left().map(left -> "Could not be read or cleaned: " + left + "."))
                .or(() -> told.isEnough()
                        ? Optional.of("The search ended at " + told.findings().size() + " findings.")
                        : Optional.empty());
        var scan = why.isPresent() ? Scan.INCOMPLETE : off ? Scan.SKIPPED : Scan.COMPLETE;
        return new ScanOutcome(
                scan,
                why,
                told.findings(),
                new Counts(told.scrubbedFiles(), told.sweptFiles(), told.searchedFiles(), told.searchedBytes()));
    }

    /** Without what was found in files that everybody knows. */
    ScanOutcome without(KnownFiles known, Deadline deadline) throws InterruptedException {
        if (findings.isEmpty()) {
            return this;
        }
        var spared = known.among(findings.stream().map(ScanOutcome::path).toList(), deadline);
        return new ScanOutcome(
                scan,
                why,
                findings.stream()
                        .filter(finding -> !spared.contains(path(finding)))
                        .toList(),
                counts);
    }

    private static String path(String finding) {
        return finding.substring(finding.indexOf(' ') + 1);
    }

    /** {@code scan}, {@code scan-why}, counts, and {@code finding-1} and so on. */
    Fields toFields() {
        var fields = new Fields.Builder()
                .with("scan", scan.word)
                .with("scan-why", why)
                .with("scrubbed-files", Long.toString(counts.scrubbed()))
                .with("swept-files", Long.toString(counts.swept()))
                .with("searched-files", Long.toString(counts.searched()))
                .with("searched-bytes", Long.toString(counts.searchedBytes()));
        for (var i = 0; i < Math.min(findings.size(), MOST_REPORTED); i++) {
            fields.with("finding-" + (i + 1), findings.get(i));
        }
        return fields.build();
    }
}
