package dev.headwater.operator.save;

import dev.headwater.api.v1alpha1.RunSpec;
import dev.headwater.api.v1alpha1.RunStatus;
import dev.headwater.api.v1alpha1.TrustLevel;
import dev.headwater.operator.Given;
import dev.headwater.operator.model.RunOrder;
import dev.headwater.operator.model.SaveRules;
import dev.headwater.operator.save.SaveFacts.Classes;
import dev.headwater.operator.save.SaveFacts.Seal;
import dev.headwater.operator.save.SaveFacts.Unstage;
import dev.headwater.operator.save.SaveFacts.Use;
import dev.headwater.operator.trust.Attestation;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A push to main by workflow run 5 that asks for a save under the default policy, and gets it; each test changes what it is about. */
final class Saving {
    static final RunSpec.Save EXPLICIT = new RunSpec.Save(RunSpec.Wish.Save, "pushed", RunSpec.Mode.Explicit);
    static final RunSpec.Save AUTO = new RunSpec.Save(RunSpec.Wish.Save, "pushed", RunSpec.Mode.Auto);
    static final RunSpec.Save SKIP = new RunSpec.Save(RunSpec.Wish.Skip, "nothing changed", null);

    Use use = Use.ATTACHED;
    Optional<RunSpec.Save> wish = Optional.of(EXPLICIT);
    String ref = "refs/heads/main";

    @Nullable
    String event = "push";

    @Nullable
    String cacheMode = null;

    long runId = 5;
    Optional<Long> head = Optional.of(4L);
    Grounds.Stream stream = new Grounds.Stream.Open();
    SaveRules rules = SaveRules.DEFAULT.within("main");
    TrustLevel level = TrustLevel.Latched;
    Optional<String> contradiction = Optional.empty();
    Seal seal = new Seal.Reported(
            report(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty()));
    Unstage unstage = new Unstage.Clean();
    Classes classes = new Classes.Accepted();

    static Saving with(Consumer<Saving> change) {
        var saving = new Saving();
        change.accept(saving);
        return saving;
    }

    static RunStatus.Sealed report(
            Optional<String> changed,
            Optional<String> marker,
            Optional<String> scan,
            List<RunStatus.Finding> findings,
            Optional<Integer> usedPercent) {
        return new RunStatus.Sealed(
                "Done",
                null,
                null,
                null,
                null,
                "",
                changed.orElse(null),
                changed.map(answer -> "marker build-id says " + answer).orElse(null),
                marker.orElse(null),
                scan.orElse(null),
                null,
                findings.isEmpty() ? null : findings,
                usedPercent.orElse(null));
    }

    static Seal failed() {
        return new Seal.Reported(new RunStatus.Sealed(
                "Failed", "disk full", null, null, null, "", null, null, null, null, null, null, null));
    }

    Saving copy() {
        return with(copy -> {
            copy.use = use;
            copy.wish = wish;
            copy.ref = ref;
            copy.event = event;
            copy.cacheMode = cacheMode;
            copy.runId = runId;
            copy.head = head;
            copy.stream = stream;
            copy.rules = rules;
            copy.level = level;
            copy.contradiction = contradiction;
            copy.seal = seal;
            copy.unstage = unstage;
            copy.classes = classes;
        });
    }

    /** The report, if there is one. */
    Optional<RunStatus.Sealed> reported() {
        return seal instanceof Seal.Reported(var report) ? Optional.of(report) : Optional.empty();
    }

    SaveDecision decide() {
        return SavePolicy.decide(facts());
    }

    SaveFacts facts() {
        return new SaveFacts(
                use,
                wish,
                new RunSpec.Job(
                        RunSpec.Source.JobStarted,
                        Given.REPOSITORY,
                        ref,
                        null,
                        Given.SHA,
                        event,
                        runId,
                        1,
                        null,
                        null,
                        cacheMode),
                seal,
                unstage,
                classes,
                new Grounds(stream, rules, new Attestation(level, contradiction), head.map(id -> new RunOrder(id, 1))));
    }
}
