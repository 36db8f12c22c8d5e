package io.ecsimages.apispec;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
 * The linter of the OpenAPI Generator finds nothing, and Spectral nothing by the rules of {@code lint.yaml}. What must hold on
 * a machine without Node.js too is in {@link ExamplesTest}.
 */
class LintTest {

    private static final String CALL = "/paths/~1#Action=DescribeRegions";
    private static final String PARAMETER = CALL + "/parameters/0";
    private static final String ERROR =
            CALL + "/get/responses/400/content/application~1json/examples/InvalidParameter.InstanceChargeType";
    private static final String MEMBER = "/components/schemas/Region/properties/RegionId";

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

    @Test
    void spectralFindsNothingInTheContract() throws Exception {
        assertEquals(List.of(), Spectral.lint(List.of(Path.of("target/classes/META-INF/openapi/ecs-images.yaml"))));
    }

    /**
     * A rule, and a change of one place that breaks it and no other.
     *
     * @param place what is changed, null for nothing
     * @param value what the member becomes, in YAML; without text it is removed
     */
    private record Broken(String rule, String place, String member, String value) {

        /** A piece of the contract with this change: one parameter, one error, since to read all takes a second. */
        ObjectNode document() throws IOException {
            var document = Document.tree();
            retain(document, "/paths", "/#Action=DescribeRegions");
            retain(document, CALL, "get", "parameters");
            var parameters = document.at(CALL + "/parameters").elements();
            while (parameters.hasNext()) {
                if (!parameters.next().path("name").asText().equals("AcceptLanguage")) {
                    parameters.remove();
                }
            }
            retain(document, CALL + "/get/responses", "200", "400");
            retain(document, ERROR.replaceFirst("/[^/]*$", ""), "InvalidParameter.InstanceChargeType");
            retain(document, "/components", "schemas", "responses", "examples", "headers");
            retain(document, "/components/responses", "DescribeRegions");
            retain(document, "/components/examples", "DescribeRegions", "DescribeRegionsInXml");
            if (place != null) {
                var changed = (ObjectNode) document.at(place);
                assertTrue(changed.has(member), place + " has no " + member);
                changed.remove(member);
                if (!value.isEmpty()) {
                    changed.set(member, new YAMLMapper().readTree(value));
                }
            }
            return document;
        }

        private static void retain(ObjectNode document, String place, String... members) {
            ((ObjectNode) document.at(place)).retain(members);
        }
    }

    @Test
    void everyRuleFindsWhatItIsFor() throws Exception {
        var broken = List.of(
                new Broken("oas3-parameter-description", PARAMETER, "description", ""),
                new Broken("parameter-has-an-example", PARAMETER, "example", ""),
                new Broken("oas3-valid-media-example", PARAMETER, "example", "en-GB"),
                new Broken("oas3-valid-media-example", ERROR + "/value", "Code", ""),
                new Broken("oas3-valid-media-example", "/components/examples/DescribeRegions/value", "Regions", ""),
                new Broken("oas3-valid-schema-example", MEMBER, "example", "1"),
                new Broken("oas3-valid-schema-example", PARAMETER + "/schema", "default", "en"),
                new Broken("error-is-complete", ERROR, "summary", ""),
                new Broken("error-is-complete", ERROR, "description", ""),
                new Broken("error-is-complete", ERROR + "/value", "Recommend", ""),
                new Broken("name-is-the-vendors", PARAMETER, "name", "acceptLanguage"),
                new Broken("name-is-the-vendors", CALL + "/get", "operationId", "describe-regions"),
                new Broken("description-is-a-sentence", PARAMETER, "description", "The language"),
                new Broken("description-is-a-sentence", MEMBER, "description", "The id of a region,"),
                new Broken("description-repeats-no-limit", PARAMETER, "description", "At most 5. It defaults to 1."),
                new Broken("description-repeats-no-limit", MEMBER, "description", "An id of at most 64 letters."));
        var expected = new TreeMap<String, Set<String>>();
        var documents = new ArrayList<Path>();
        var nearMiss = Spectral.WORK.resolve("unbroken.json");
        Files.createDirectories(Spectral.WORK);
        Files.writeString(
                nearMiss, new Broken(null, null, null, null).document().toString());
        documents.add(nearMiss);
        for (int i = 0; i < broken.size(); i++) {
            var document = Spectral.WORK.resolve("broken-" + i + ".json");
            Files.writeString(document, broken.get(i).document().toString());
            documents.add(document);
            expected.put(document.getFileName().toString(), Set.of(broken.get(i).rule));
        }
        var found = Spectral.lint(documents);
        Map<String, Set<String>> rules = found.stream()
                .collect(groupingBy(
                        Spectral.Finding::document,
                        TreeMap::new,
                        mapping(Spectral.Finding::rule, toCollection(TreeSet::new))));
        assertEquals(expected, rules, found::toString);
    }
}
