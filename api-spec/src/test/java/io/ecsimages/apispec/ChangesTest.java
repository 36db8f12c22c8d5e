package io.ecsimages.apispec;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client of the last release would stumble over is refused, unless the version says so; what it would not is listed. */
class ChangesTest {

    private static final String VERSION = "  version: 0.1.0\n";
    private static final String LIMITS = "minimum: 1, maximum: 100, default: 10}";
    private static final String USAGE = "    - name: Usage\n";
    private static final Document HARMLESS = Document.with(
            USAGE,
            "    - {name: Colour, in: query, description: A colour., schema: {type: string}, example: red}\n" + USAGE);
    private static final Document SMALLER = Document.with(LIMITS, LIMITS.replace("100", "50"));

    @TempDir
    private Path folder;

    /** What the build makes of this document, where the one that stands was released as version 0.1.0. */
    private String changes(Document document, String pomVersion) throws IOException {
        var released = Files.createDirectories(folder.resolve("released"));
        Files.copy(bundle(Document.UNCHANGED, "old"), released.resolve("0.1.0.yaml"), REPLACE_EXISTING);
        // An older one is not what clients use today.
        Files.writeString(released.resolve("0.0.9.yaml"), "openapi: 3.0.3");
        return page(document, pomVersion);
    }

    private String page(Document document, String pomVersion) throws IOException {
        var page = folder.resolve("changes.html");
        Changes.main(new String[] {
            folder.resolve("released").toString(), bundle(document, "new").toString(), page.toString(), pomVersion
        });
        return Files.readString(page);
    }

    private Path bundle(Document document, String name) throws IOException {
        var output = folder.resolve(name + "-bundle");
        var root = document.writeTo(Files.createDirectories(folder.resolve(name)));
        Bundle.main(new String[] {root.toString(), "overlays", "samples", output.toString()});
        return output.resolve("ecs-images.yaml");
    }

    private void refused(Document document) {
        var failure = assertThrows(InvalidContractException.class, () -> changes(document, "0.1.0"));
        assertTrue(failure.getMessage().contains("it breaks clients of version 0.1.0"), failure.getMessage());
    }

    @Test
    void beforeTheFirstReleaseThereIsNothingToBreak() throws IOException {
        assertTrue(page(SMALLER, "0.1.0-SNAPSHOT").contains("Nothing was released before 0.1.0."));
    }

    @Test
    void theSameContractChangesNothing() throws IOException {
        var page = changes(Document.UNCHANGED, "0.1.0");
        assertTrue(page.contains("Changes since 0.1.0"), page);
        assertFalse(page.contains("DescribeImages"), page);
    }

    @Test
    void whatBreaksNobodyIsListed() throws IOException {
        var page = changes(HARMLESS, "0.1.0");
        assertTrue(page.contains("DescribeImages") && page.contains("Colour"), page);
        assertFalse(page.contains("://"), "what a page fetches is its neighbour");
    }

    @Test
    void whatBreaksAClientIsRefused() throws IOException {
        refused(SMALLER);
        refused(Document.with("- name: SnapshotId\n", "- name: SnapshotName\n"));
        refused(Document.with(
                "- name: SnapshotId\n      in: query\n",
                "- name: SnapshotId\n      in: query\n      required: true\n"));
        refused(Document.with("enum: [windows, linux]", "enum: [linux]"));
        refused(Document.with("ProductCode: {type: string", "ProductName: {type: string")
                .but("        - ProductCode\n", "        - ProductName\n"));
        refused(Document.with("Code: InvalidUsage\n", "Code: Usage.Invalid\n"));
    }

    @Test
    void anErrorWithAnotherMessageIsTaken() throws IOException {
        var page = changes(Document.with("'The specifed Usage", "'The specified Usage"), "0.1.0");
        assertFalse(page.contains("InvalidUsage"), page);
    }

    @Test
    void aVersionMaySayThatItBreaksClients() throws IOException {
        var page = changes(SMALLER.but(VERSION, "  version: 0.2.0\n"), "0.2.0-SNAPSHOT");
        assertTrue(page.contains("PageSize"), page);
    }

    @Test
    void aVersionThatSaysNothingOfTheKindMayNot() {
        assertThrows(
                InvalidContractException.class, () -> changes(SMALLER.but(VERSION, "  version: 0.1.1\n"), "0.1.1"));
    }

    @Test
    void theVersionIsThatOfThePom() {
        var failure = assertThrows(InvalidContractException.class, () -> page(Document.UNCHANGED, "0.2.0-SNAPSHOT"));
        assertEquals(
                "The OpenAPI document is wrong: its version is 0.1.0, but that of the POM is 0.2.0-SNAPSHOT.",
                failure.getMessage());
    }
}
