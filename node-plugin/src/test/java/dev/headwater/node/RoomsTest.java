package dev.headwater.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who may know whom, and why. */
class RoomsTest {
    private static final String BASE = "dev.headwater.node";
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    @Test
    void the_rooms_lie_above_each_other() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("main")
                .definedBy(BASE)
                .layer("csi")
                .definedBy(BASE + ".csi")
                .layer("runs")
                .definedBy(BASE + ".runs")
                .layer("walk")
                .definedBy(BASE + ".walk")
                .layer("control")
                .definedBy(BASE + ".control")
                .layer("scratch")
                .definedBy(BASE + ".scratch")
                .layer("mount")
                .definedBy(BASE + ".mount")
                .layer("slot")
                .definedBy(BASE + ".slot")
                .layer("record")
                .definedBy(BASE + ".record")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("csi")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("runs")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("walk")
                .mayOnlyBeAccessedByLayers("main", "csi", "runs")
                .whereLayer("control")
                .mayOnlyBeAccessedByLayers("walk")
                .whereLayer("scratch")
                .mayOnlyBeAccessedByLayers("main", "walk")
                .whereLayer("mount")
                .mayOnlyBeAccessedByLayers("main", "csi", "walk", "control", "scratch")
                .because("only the walk brings kernel, files, records and cluster together")
                .check(classes);
    }

    @Test
    void judging_needs_no_clock_file_or_client() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".slot")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io", "java.nio.file..", "io.fabric8.kubernetes.client..", "io.grpc..")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .because("a verdict must follow from its facts alone")
                .check(classes);
    }

    @Test
    void only_one_room_talks_to_the_api_server() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + ".runs", BASE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8.kubernetes.client..")
                .because("publish, unpublish and scratch work without it")
                .check(classes);
    }

    @Test
    void only_one_room_calls_the_kernel() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".mount")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .because("what is hostile is opened in one place")
                .check(classes);
    }
}
