package io.ecsimages.server.transfer;

import static io.ecsimages.server.transfer.TestCatalogue.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Import and export of responses recorded elsewhere (see recorded/README.md) lose nothing. */
@Tag("extended")
@Tag("query")
class RecordedResponsesTest {

    @RegisterExtension
    private static TestCatalogue catalogue = new TestCatalogue();

    /** Reads a recorded response. */
    static String read(String file) throws IOException {
        try (var stream = RecordedResponsesTest.class.getResourceAsStream("/recorded/" + file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String export() {
        var lines = new StringBuilder();
        catalogue
                .server()
                .bean(Exporter.class)
                .export(OWNER, null, response -> lines.append(response).append('\n'));
        return lines.toString();
    }

    private static String response(String regionId, String format) {
        var parameters = TestServer.parameters("RegionId", regionId, "Format", format);
        return catalogue.server().get(parameters).body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"libcloud.xml", "vendors-page.json"})
    void exportAndSecondImportLoseNothing(String file) throws IOException {
        assertThat(catalogue.importDump(read(file)).added()).isEqualTo(1);
        var first = export();
        assertThat(catalogue.importDump(read(file)).updated()).isEqualTo(1);
        assertThat(export()).isEqualTo(first);
        catalogue.clear();
        assertThat(catalogue.importDump(first).added()).isEqualTo(1);
        assertThat(export()).isEqualTo(first);
    }

    @Test
    void jsonResponseContainsEveryFieldOfDump() throws IOException {
        catalogue.importDump(read("vendors-page.json"));
        var json = new ObjectMapper();
        var expected = json.readTree(read("vendors-page.json")).at("/Images");
        assertThat(expected.at("/Image")).hasSize(1);
        assertContains(json.readTree(response("cn-hangzhou", "JSON")).at("/Images"), expected);
    }

    /** Checks that a response contains each field of a dump, with the same type and value. */
    private static void assertContains(JsonNode response, JsonNode dump) {
        if (dump.isContainerNode()) {
            assertThat(response.getNodeType()).isEqualTo(dump.getNodeType());
            assertThat(dump.isObject() || dump.size() == response.size())
                    .as(response.toString())
                    .isTrue();
            dump.fields().forEachRemaining(field -> assertContains(response.path(field.getKey()), field.getValue()));
            for (int i = 0; dump.isArray() && i < dump.size(); i++) {
                assertContains(response.get(i), dump.get(i));
            }
        } else {
            assertThat(response).isEqualTo(dump);
        }
    }

    @Test
    void xmlResponseContainsEveryFieldOfDump() throws Exception {
        catalogue.importDump(read("libcloud.xml"));
        var expected = leafElements(read("libcloud.xml"));
        assertThat(expected.get("/Images0/Image0/OSName0")).isEqualTo("FreeBSD  10.1 64位");
        var actual = leafElements(response("cn-qingdao", "XML"));
        expected.forEach((path, text) -> assertThat(actual.get(path)).as(path).isEqualTo(text));
    }

    /** The text content of each leaf element below Images, by path. */
    private static Map<String, String> leafElements(String xml) throws Exception {
        var leafElements = TestCatalogue.leafElements(TestCatalogue.parse(xml));
        leafElements.keySet().removeIf(path -> !path.startsWith("/Images"));
        return leafElements;
    }

    @Test
    void reportsMissingPagesOfSample() throws IOException {
        var summary = catalogue.importDump(read("vendors-page.json"));
        assertThat(summary.gaps()).containsExactly("cn-hangzhou: the responses contain 1 of 24 images (TotalCount)");
    }
}
