package dev.headwater.keeper;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which room may know which. */
class RoomsTest {
    private static final String ROOT = "dev.headwater.keeper";

    private final JavaClasses classes =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(ROOT);

    @Test
    void roomsKnowOnlyTheRoomsBelowThem() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("main")
                .definedBy(ROOT)
                .layer("orders")
                .definedBy(ROOT + ".orders")
                .layer("checkout")
                .definedBy(ROOT + ".checkout")
                .layer("seal")
                .definedBy(ROOT + ".seal")
                .layer("hygiene")
                .definedBy(ROOT + ".hygiene")
                .layer("tools")
                .definedBy(ROOT + ".volume", ROOT + ".process")
                .layer("kernel")
                .definedBy(ROOT + ".kernel")
                .layer("report")
                .definedBy(ROOT + ".report")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("orders")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("checkout")
                .mayOnlyBeAccessedByLayers("orders")
                .whereLayer("seal")
                .mayOnlyBeAccessedByLayers("orders")
                .whereLayer("hygiene")
                .mayOnlyBeAccessedByLayers("main", "orders", "seal")
                .whereLayer("kernel")
                .mayOnlyBeAccessedByLayers("hygiene")
                .because("a checkout and a seal are done one after the other, by orders alone")
                .check(classes);
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void nothingButTheJdkAndTheControlFilesIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(ROOT + "..", "dev.headwater.control..", "java..", "org.jspecify..")
                .because("the keeper starts within every restore, so it starts fast")
                .check(classes);
    }
}
