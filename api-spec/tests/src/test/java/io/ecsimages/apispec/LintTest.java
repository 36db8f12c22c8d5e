package io.ecsimages.apispec;

import static io.ecsimages.apispec.ContractSource.ORIGINAL;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openapitools.codegen.validations.oas.OpenApiEvaluator;
import org.openapitools.codegen.validations.oas.RuleConfiguration;

/**
 * Lints the OpenAPI document with the linter of the OpenAPI Generator, and with Spectral and the rules in {@code lint.yaml}.
 *
 * <p>Spectral needs Node.js. {@link ExamplesTest} checks the most important rules without it.
 */
class LintTest {

    private static final String PATH_ITEM = "/paths/~1#Action=DescribeRegions";
    private static final String PARAMETER = PATH_ITEM + "/parameters/0";
    private static final String ERROR_ID = "InvalidAcceptLanguage.NotFound";
    private static final String STATUS =
            ORIGINAL.string("describe-regions.yaml#/pathItem/get/x-operation-errors/" + ERROR_ID + "/status");
    private static final String ERROR =
            PATH_ITEM + "/get/responses/" + STATUS + "/content/application~1json/examples/" + ERROR_ID;
    private static final String PROPERTY = "/components/schemas/Region/properties/RegionId";

    private static final Path BUNDLE = Path.of("target/classes/META-INF/openapi/ecs-images.yaml");

    private static final List<Violation> VIOLATIONS = List.of(
            new Violation("oas3-parameter-description", PARAMETER, "description", ""),
            new Violation("parameter-has-an-example", PARAMETER, "example", ""),
            new Violation("oas3-valid-media-example", PARAMETER, "example", "en-GB"),
            new Violation("oas3-valid-media-example", ERROR + "/value", "Code", ""),
            new Violation("oas3-valid-media-example", "/components/examples/DescribeRegions/value", "Regions", ""),
            new Violation("oas3-valid-schema-example", PROPERTY, "example", "1"),
            new Violation("oas3-valid-schema-example", PARAMETER + "/schema", "default", "en"),
            new Violation("error-has-all-fields", ERROR, "summary", ""),
            new Violation("error-has-all-fields", ERROR, "description", ""),
            new Violation("error-has-all-fields", ERROR + "/value", "Recommend", ""),
            new Violation("name-is-upper-camel-case", PARAMETER, "name", "acceptLanguage"),
            new Violation("name-is-upper-camel-case", PATH_ITEM + "/get", "operationId", "describe-regions"),
            new Violation("description-is-a-sentence", PARAMETER, "description", "The language"),
            new Violation("description-is-a-sentence", PROPERTY, "description", "The id of a region,"),
            new Violation("description-omits-limits", PARAMETER, "description", "At most 5. It defaults to 1."),
            new Violation("description-omits-limits", PROPERTY, "description", "An id of at most 64 letters."));

    private static List<Spectral.Finding> findings;

    @TempDir
    private Path folder;

    private Set<String> findings(ContractSource contract) {
        var parsed = Bundler.parse(contract.writeTo(folder));
        new ContractPreprocessor(parsed).prepareForReaders();
        var result = new OpenApiEvaluator(new RuleConfiguration()).validate(parsed);
        return Stream.concat(result.getErrors().stream(), result.getWarnings().stream())
                .map(finding -> finding.getMessage())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void generatorLinterFindsNothing() {
        assertThat(findings(ORIGINAL)).isEmpty();
    }

    @Test
    void generatorLinterFindsUnusedSchema() {
        var unused = ORIGINAL.only("DescribeTags")
                .set("ecs-images.yaml#/components/schemas/Unused", "{type: string, description: Unused.}");
        assertThat(findings(unused)).anyMatch(finding -> finding.contains("Unused"));
    }

    @Test
    void spectralFindsNothing() throws Exception {
        assertThat(spectral())
                .filteredOn(finding ->
                        finding.document().equals(BUNDLE.getFileName().toString()))
                .isEmpty();
    }

    /** Returns the findings of Spectral in the bundled document and in documents with violations: one run for all tests. */
    private static List<Spectral.Finding> spectral() throws Exception {
        if (findings == null) {
            var documents =
                    new ArrayList<>(List.of(BUNDLE, write("valid.json", new Violation(null, null, null, null))));
            for (int i = 0; i < VIOLATIONS.size(); i++) {
                documents.add(write("violation-" + i + ".json", VIOLATIONS.get(i)));
            }
            findings = Spectral.lint(documents);
        }
        return findings;
    }

    private static Path write(String name, Violation violation) throws IOException {
        Files.createDirectories(Spectral.WORK);
        return Files.writeString(
                Spectral.WORK.resolve(name), violation.document().toString());
    }

    /**
     * A change of one field that violates one rule.
     *
     * @param pointer the JSON pointer of the object; null changes nothing
     * @param value the new value of the field in YAML; an empty string removes the field
     */
    private record Violation(String rule, String pointer, String field, String value) {

        /** Returns a small part of the contract with this change, since Spectral needs a second for the whole. */
        ObjectNode document() throws IOException {
            var document = BundledContract.read();
            retain(document, "/paths", "/#Action=DescribeRegions");
            retain(document, PATH_ITEM, "get", "parameters");
            var parameters = document.at(PATH_ITEM + "/parameters").elements();
            while (parameters.hasNext()) {
                if (!parameters.next().path("name").asText().equals("AcceptLanguage")) {
                    parameters.remove();
                }
            }
            retain(document, PATH_ITEM + "/get/responses", "200", STATUS);
            retain(document, ERROR.replaceFirst("/[^/]*$", ""), ERROR_ID);
            retain(document, "", "openapi", "info", "servers", "tags", "paths", "components");
            retain(document, "/components", "schemas", "responses", "examples", "headers");
            retain(document, "/components/schemas", "DescribeRegionsResponse", "Regions", "Region", "ErrorResponse");
            retain(document, "/components/responses", "DescribeRegions");
            retain(document, "/components/examples", "DescribeRegions", "DescribeRegionsInXml");
            if (pointer != null) {
                var changed = (ObjectNode) document.at(pointer);
                assertThat(changed.has(field)).as("%s in %s", field, pointer).isTrue();
                changed.remove(field);
                if (!value.isEmpty()) {
                    changed.set(field, new YAMLMapper().readTree(value));
                }
            }
            return document;
        }

        private static void retain(ObjectNode document, String pointer, String... fields) {
            ((ObjectNode) document.at(pointer)).retain(fields);
        }
    }

    @Test
    void everySpectralRuleFindsItsViolation() throws Exception {
        var expected = new TreeMap<String, Set<String>>();
        for (int i = 0; i < VIOLATIONS.size(); i++) {
            expected.put("violation-" + i + ".json", Set.of(VIOLATIONS.get(i).rule));
        }
        Map<String, Set<String>> rules = spectral().stream()
                .filter(finding ->
                        !finding.document().equals(BUNDLE.getFileName().toString()))
                .collect(groupingBy(
                        Spectral.Finding::document,
                        TreeMap::new,
                        mapping(Spectral.Finding::rule, toCollection(TreeSet::new))));
        assertThat(rules).as(spectral().toString()).isEqualTo(expected);
    }
}
