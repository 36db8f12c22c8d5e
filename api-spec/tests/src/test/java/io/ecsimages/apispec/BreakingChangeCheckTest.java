package io.ecsimages.apispec;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BreakingChangeCheckTest {

    private static final ContractSource ORIGINAL = ContractSource.ORIGINAL.only("DescribeImages");
    private static final String VERSION = "ecs-images.yaml#/info/version";
    private static final String ERROR = "describe-images.yaml#/pathItem/get/x-operation-errors/InvalidUsage/";
    private static final String PARAMETERS = "describe-images.yaml#/pathItem/parameters";
    private static final String MAXIMUM = "common.yaml#/components/parameters/PageSize/schema/maximum";
    private static final String IMAGE = "common.yaml#/components/schemas/Image/";
    private static final ContractSource NEW_PARAMETER = ORIGINAL.add(
            PARAMETERS, "{name: Colour, in: query, description: A colour., schema: {type: string}, example: red}");
    private static final ContractSource LOWER_MAXIMUM = ORIGINAL.set(MAXIMUM, "" + (ORIGINAL.integer(MAXIMUM) - 1));

    @TempDir
    private Path folder;

    /** Checks a contract against the original as release 0.1.0, and returns the HTML page. */
    private String checkAgainstRelease(ContractSource contract, String pomVersion) throws IOException {
        var released = Files.createDirectories(folder.resolve("released"));
        Files.copy(bundle(ORIGINAL, "old"), released.resolve("0.1.0.yaml"), REPLACE_EXISTING);
        // An invalid document, which the check must not read because it is not the last release.
        Files.writeString(released.resolve("0.0.9.yaml"), "openapi: 3.0.3");
        return check(contract, pomVersion);
    }

    private String check(ContractSource contract, String pomVersion) throws IOException {
        var page = folder.resolve("changes.html");
        BreakingChangeCheck.main(new String[] {
            folder.resolve("released").toString(), bundle(contract, "new").toString(), page.toString(), pomVersion
        });
        return Files.readString(page);
    }

    private Path bundle(ContractSource contract, String name) throws IOException {
        var output = folder.resolve(name + "-bundle");
        var root = contract.writeTo(Files.createDirectories(folder.resolve(name)));
        var noOverlays = Files.createDirectories(folder.resolve("overlays"));
        Bundler.main(new String[] {root.toString(), noOverlays.toString(), "samples", output.toString()});
        return output.resolve("ecs-images.yaml");
    }

    @Test
    void acceptsAnyContractBeforeTheFirstRelease() throws IOException {
        assertThat(check(LOWER_MAXIMUM, "0.1.0-SNAPSHOT")).contains("There is no release before 0.1.0.");
    }

    @Test
    void listsNoChangesOfUnchangedContract() throws IOException {
        assertThat(checkAgainstRelease(ORIGINAL, "0.1.0"))
                .contains("Changes since 0.1.0")
                .doesNotContain("DescribeImages");
    }

    @Test
    void listsCompatibleChanges() throws IOException {
        assertThat(checkAgainstRelease(NEW_PARAMETER, "0.1.0"))
                .contains("DescribeImages", "Colour")
                .as("the page loads nothing from other hosts")
                .doesNotContain("://");
    }

    static Stream<Named<ContractSource>> breakingChanges() {
        return Stream.of(
                Named.of("lower maximum", LOWER_MAXIMUM),
                Named.of("renamed parameter", ORIGINAL.set(PARAMETERS + "/SnapshotId/name", "SnapshotName")),
                Named.of(
                        "required parameter",
                        ORIGINAL.set(PARAMETERS + "/SnapshotId/required", "true")
                                .set(PARAMETERS + "/SnapshotId/x-errors", "{required: InvalidUsage}")
                                .set(PARAMETERS + "/SnapshotId/x-evidence", "[own]")),
                Named.of(
                        "removed enum value",
                        ORIGINAL.set("describe-images.yaml#/components/schemas/OSType/enum", "[linux]")),
                Named.of(
                        "renamed field",
                        ORIGINAL.rename(IMAGE + "properties/ProductCode", "ProductName")
                                .removeElement(IMAGE + "required", "ProductCode")),
                Named.of("changed error code", ORIGINAL.set(ERROR + "code", "Usage.Wrong")));
    }

    @ParameterizedTest
    @MethodSource("breakingChanges")
    void rejectsBreakingChange(ContractSource contract) {
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> checkAgainstRelease(contract, "0.1.0"))
                .withMessageContaining("breaks clients of version 0.1.0");
    }

    @Test
    void acceptsChangedErrorMessage() throws IOException {
        var contract = ORIGINAL.set(ERROR + "message", "No usage");
        assertThat(checkAgainstRelease(contract, "0.1.0")).doesNotContain("InvalidUsage");
    }

    @Test
    void acceptsBreakingChangeInMinorVersion() throws IOException {
        var contract = LOWER_MAXIMUM.set(VERSION, "0.2.0");
        assertThat(checkAgainstRelease(contract, "0.2.0-SNAPSHOT")).contains("PageSize");
    }

    @Test
    void rejectsBreakingChangeInPatchVersion() {
        var contract = LOWER_MAXIMUM.set(VERSION, "0.1.1");
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> checkAgainstRelease(contract, "0.1.1"));
    }

    @Test
    void rejectsContractWithAnotherVersionThanThePom() {
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> check(ORIGINAL, "0.2.0-SNAPSHOT"))
                .withMessage("The OpenAPI document is invalid: info.version is 0.1.0, but the POM has version"
                        + " 0.2.0-SNAPSHOT.");
    }
}
