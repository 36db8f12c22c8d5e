package io.ecsimages.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.store.CatalogueVersion;

/** The dependencies between packages that docs/explanation/architecture.md allows. */
@ArchTag("database-independent")
@AnalyzeClasses(
        packages = "io.ecsimages.server",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.HandWritten.class})
final class ArchitectureTest {

    private static final String SERVER = "io.ecsimages.server..";
    private static final String API = "io.ecsimages.server.api..";
    private static final String MODEL = "io.ecsimages.server.model..";
    private static final String CACHE = "io.ecsimages.server.cache..";
    private static final String STORE = "io.ecsimages.server.store..";

    /** Excludes the bean definitions that Micronaut generates. */
    static final class HandWritten implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/$");
        }
    }

    /** Ignores the RequestContext in the generated interfaces, which their callers create. */
    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.ecsimages.server.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage(API), equivalentTo(RequestContext.class));

    @ArchTest
    static final ArchRule nothingDependsOnCache = noClasses()
            .that()
            .resideOutsideOfPackage(CACHE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CACHE);

    @ArchTest
    static final ArchRule actionsDoNotDependOnHttp = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.ecsimages.server.image..", "io.ecsimages.server.tag..", "io.ecsimages.server.region..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.micronaut.http..", "io.netty..")
                    .and(not(resideInAPackage("io.micronaut.http.annotation"))));

    @ArchTest
    static final ArchRule actionsDoNotDependOnJdbc = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.ecsimages.server.image..", "io.ecsimages.server.tag..", "io.ecsimages.server.region..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule storeDoesNotDependOnHttp = noClasses()
            .that()
            .resideInAPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut.http..", "io.netty..", "io.ecsimages.server.protocol..");

    @ArchTest
    static final ArchRule nettyDependsOnNoOtherPackage = dependOnlyOn("netty");

    @ArchTest
    static final ArchRule databaseDependsOnNoOtherPackage = dependOnlyOn("database");

    @ArchTest
    static final ArchRule errorDependsOnlyOnApi = dependOnlyOn("error", "api");

    @ArchTest
    static final ArchRule modelDependsOnNoOtherPackage = dependOnlyOn("model");

    @ArchTest
    static final ArchRule apiDependsOnlyOnModelAndRequestContext = noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat(resideInAPackage(SERVER)
                    .and(not(resideInAnyPackage(API, MODEL)))
                    .and(not(equivalentTo(RequestContext.class))));

    @ArchTest
    static final ArchRule onlyCachesDependOnCatalogueVersion = classes()
            .that(equivalentTo(CatalogueVersion.class))
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage("io.ecsimages.server.auth..", CACHE, STORE, "io.ecsimages.server.observability..");

    private static ArchRule dependOnlyOn(String... packages) {
        DescribedPredicate<JavaClass> allowed = not(resideInAPackage(SERVER)).as("others");
        for (String name : packages) {
            allowed = allowed.or(resideInAPackage("io.ecsimages.server." + name + ".."));
        }
        return classes()
                .that()
                .resideInAPackage("io.ecsimages.server." + packages[0] + "..")
                .should()
                .onlyDependOnClassesThat(allowed);
    }
}
