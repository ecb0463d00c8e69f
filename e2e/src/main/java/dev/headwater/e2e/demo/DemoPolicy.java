package dev.headwater.e2e.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether the three jobs did what the demo promises. */
final class DemoPolicy {
    private DemoPolicy() {}

    /**
     * @param affected the changed crate and its dependants, as cargo's own metadata says
     * @return one sentence for each broken promise
     */
    static List<String> complaints(JobTimes cold, JobTimes warm, JobTimes changed, Set<String> affected) {
        var complaints = new ArrayList<String>();
        if (!cold.from().equals("empty")) {
            complaints.add("The cold job did not start empty but from '" + cold.from() + "'.");
        }
        if (cold.log().compiled() == 0) {
            complaints.add("The cold job compiled nothing.");
        }
        if (warm.log().compiled() > 0 || warm.log().fresh() == 0) {
            complaints.add("The warm job should have found every unit fresh, but compiled "
                    + warm.log().compiled() + " units of: " + names(warm.log().compiledCrates()) + ".");
        }
        var compiled = changed.log().compiledCrates();
        if (!compiled.equals(affected)) {
            complaints.add("After the change of one crate exactly " + names(affected)
                    + " should have been compiled, but these were: " + names(compiled) + ".");
        }
        for (var job : List.of(cold, warm, changed)) {
            if (job.cut().isEmpty()) {
                complaints.add("Job '" + job.title() + "' was not saved: " + job.saved() + ".");
            }
        }
        return complaints;
    }

    private static String names(Set<String> crates) {
        return crates.isEmpty() ? "none" : String.join(", ", new TreeSet<>(crates));
    }
}
