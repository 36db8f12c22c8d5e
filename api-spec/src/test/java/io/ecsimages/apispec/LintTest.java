package io.ecsimages.apispec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openapitools.codegen.validations.oas.OpenApiEvaluator;
import org.openapitools.codegen.validations.oas.RuleConfiguration;

/** The linter of the OpenAPI Generator finds nothing. The rules of this project are those of {@link ExamplesTest}. */
class LintTest {

    @TempDir
    private Path folder;

    private Set<String> findings(Document document) {
        var read = Bundle.read(document.writeTo(folder));
        new Contract(read).forReaders();
        var result = new OpenApiEvaluator(new RuleConfiguration()).validate(read);
        return Stream.concat(result.getErrors().stream(), result.getWarnings().stream())
                .map(finding -> finding.getMessage())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theContractIsClean() {
        assertEquals(Set.of(), findings(Document.UNCHANGED));
    }

    @Test
    void aSchemaThatNothingRefersToIsFound() {
        var error = "    ErrorResponse:\n";
        var unused = "    Unused: {type: string, description: Nothing has it.}\n";
        var findings = findings(Document.with(error, unused + error));
        assertTrue(findings.toString().contains("Unused"), findings.toString());
    }
}
