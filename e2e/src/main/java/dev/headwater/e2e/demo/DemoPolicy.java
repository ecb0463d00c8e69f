package dev.headwater.e2e.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether the jobs did what the demo promises. */
final class DemoPolicy {
    private DemoPolicy() {}

    /** One sentence for each broken promise. */
    static List<String> complaints(Outcome outcome) {
        var complaints = new ArrayList<String>();
        outcome.push().forEach(job -> cold(job, complaints));
        outcome.pushAgain().forEach(job -> warm(job, complaints));
        outcome.pullRequest().forEach(job -> pullRequest(job, outcome.affected(), complaints));
        outcome.jobs().forEach(job -> known(job, complaints));
        if (outcome.pullRequest().stream().allMatch(job -> job.log().compiled() == 0)) {
            complaints.add("The pull request changed a crate that no leg builds: nothing was compiled.");
        }
        return complaints;
    }

    private static void cold(JobTimes job, List<String> complaints) {
        if (!job.from().equals("empty")) {
            complaints.add("%s did not start empty but from '%s'.".formatted(name(job), job.from()));
        }
        if (job.log().compiled() == 0) {
            complaints.add("%s compiled nothing.".formatted(name(job)));
        }
        saved(job, complaints);
    }

    private static void warm(JobTimes job, List<String> complaints) {
        if (job.log().compiled() > 0 || job.log().fresh() == 0) {
            complaints.add("%s should have found every unit fresh, but compiled %d units of: %s."
                    .formatted(name(job), job.log().compiled(), names(job.log().compiledCrates())));
        }
        saved(job, complaints);
    }

    /** Of what the change affects, a leg compiles what it builds at all. */
    private static void pullRequest(JobTimes job, Set<String> affected, List<String> complaints) {
        if (!job.from().equals("base-branch")) {
            complaints.add("%s should have started from main, but started from '%s'.".formatted(name(job), job.from()));
        }
        var due = job.log().crates();
        due.retainAll(affected);
        var compiled = job.log().compiledCrates();
        if (!compiled.equals(due)) {
            complaints.add("%s should have compiled exactly %s, but compiled: %s."
                    .formatted(name(job), names(due), names(compiled)));
        }
        if (job.cut().isPresent()) {
            complaints.add("%s was saved: %s.".formatted(name(job), job.saved()));
        }
    }

    private static void saved(JobTimes job, List<String> complaints) {
        if (job.cut().isEmpty()) {
            complaints.add("%s was not saved: %s.".formatted(name(job), job.saved()));
        }
    }

    /** By the scale set that made its runner, and by what its later steps read of the snapshot step. */
    private static void known(JobTimes job, List<String> complaints) {
        if (!job.level().equals("Latched")) {
            complaints.add("%s is known as '%s', although its runner belongs to a scale set."
                    .formatted(name(job), job.level()));
        }
        var told = job.log().outputs().getOrDefault("restored-from", "");
        if (!told.equals(job.from())) {
            complaints.add("A later step of %s read that it was restored from '%s', and not from '%s'."
                    .formatted(name(job), told, job.from()));
        }
    }

    private static String name(JobTimes job) {
        return "Job '%s' of %s".formatted(job.event(), job.leg());
    }

    private static String names(Set<String> crates) {
        return crates.isEmpty() ? "none" : String.join(", ", new TreeSet<>(crates));
    }
}
