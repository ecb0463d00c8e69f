package dev.headwater.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between the rooms, each with its reason. */
class RoomsTest {
    private static final String ROOT = "dev.headwater.operator.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.headwater.operator");

    @Test
    void the_vocabulary_depends_on_no_room() {
        reaches("model").because("everybody speaks it").check(CLASSES);
    }

    @Test
    void the_contract_with_the_cluster_knows_only_the_vocabulary() {
        reaches("kube", "model")
                .because("it says how things are named and read, not what they mean")
                .check(CLASSES);
    }

    @Test
    void status_knows_no_other_room() {
        reaches("status", "model", "kube")
                .because("whoever acts tells it what to write")
                .check(CLASSES);
    }

    @Test
    void who_may_be_handed_content_is_asked_where_it_is_chosen() {
        reaches("restore", "trust", "model", "status", "kube")
                .because("a choice rests on the level of the one who asks")
                .check(CLASSES);
    }

    @Test
    void whether_classes_will_do_is_found_out_beside_the_walk() {
        reaches("storage", "attempt", "model", "status", "kube")
                .because("a volume that does not come is judged the same, whoever asked for it")
                .check(CLASSES);
    }

    @Test
    void a_stream_rests_on_its_classes() {
        reaches("stream", "storage", "model", "status", "kube")
                .because("it looks after itself, and storage says whether its classes will do")
                .check(CLASSES);
    }

    @Test
    void what_is_kept_is_decided_beside_the_walk() {
        reaches("retention", "model", "status", "kube")
                .because("it works from what lies in the cluster, whoever put it there")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trust", "github", "volume", "keeper", "attempt", "job", "capture"})
    void a_room_stands_alone(String room) {
        reaches(room, "model", "status", "kube")
                .because("each can be read, tested and changed without the others; the walk puts them together")
                .check(CLASSES);
    }

    @Test
    void who_may_write_is_asked_where_it_is_judged() {
        reaches("save", "trust", "model", "status", "kube")
                .because("a verdict rests on how well the writer is known")
                .check(CLASSES);
    }

    @Test
    void tokens_come_in_beside_the_walk() {
        reaches("proof", "trust", "model", "status", "kube")
                .because("it writes down what a token proves, and the walk reads it there")
                .check(CLASSES);
    }

    @Test
    void the_walk_uses_the_rooms() {
        reaches(
                        "run", "restore", "storage", "volume", "keeper", "attempt", "job", "save", "trust", "github",
                        "capture", "model", "status", "kube")
                .because("it owns the order of things, and streams look after themselves")
                .check(CLASSES);
    }

    @Test
    void who_explains_asks_who_decides() {
        reaches("explain", "restore", "trust", "model", "kube")
                .because("an explanation by another judge would be a guess")
                .check(CLASSES);
    }

    @Test
    void nobody_knows_the_program() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + "app..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "app..")
                .because("configuration is passed in")
                .check(CLASSES);
    }

    @Test
    void judges_see_no_cluster_and_no_clock() {
        noClasses()
                .that()
                .haveNameMatching(
                        ".*(Policy|Planner|Plan|Decision|Facts|Step|Desired\\w+|Deciding|Making|Serving|Finishing|JournalEntry|Deadlines|SlotCheck|Match|Ending|Told|Complaint|Place|Rules|Candidates|Source)")
                .or()
                .resideInAPackage(ROOT + "model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8.kubernetes.client..",
                        "io.javaoperatorsdk.operator.api.reconciler..",
                        "io.quarkus..",
                        "jakarta..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.time.Clock.class)
                .because("what they say must follow from what they are given")
                .check(CLASSES);
    }

    @Test
    void only_the_program_reads_the_system_clock() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + "app..")))
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("time is an argument, so that a test can say what time it is")
                .check(CLASSES);
    }

    @Test
    void rooms_form_no_cycle() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void the_framework_stays_with_those_who_act() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms(
                        "model", "restore", "trust", "github", "volume", "keeper", "attempt", "job", "save", "capture"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javaoperatorsdk..", "io.quarkus..")
                .because("a decision is the same whatever calls for it")
                .check(CLASSES);
    }

    private static ClassesShouldConjunction reaches(String room, String... others) {
        var allowed = new ArrayList<>(List.of(rooms(others)));
        allowed.add(ROOT + room + "..");
        return classes()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .onlyDependOnClassesThat(not(resideInAnyPackage("dev.headwater.operator.."))
                        .or(resideInAnyPackage(allowed.toArray(String[]::new))));
    }

    private static String[] rooms(String... names) {
        return Stream.of(names).map(name -> ROOT + name + "..").toArray(String[]::new);
    }
}
