package io.ecsimages.server.transfer;

import static io.ecsimages.server.transfer.Catalogue.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.TestServer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** DumpVisitor that nobody here wrote (see recorded/README.md) go in, come out, and go in again without loss. */
@Tag("query")
class RecordedResponsesTest {

    @RegisterExtension
    private static Catalogue catalogue = new Catalogue();

    /** One of the files. */
    static String text(String file) throws IOException {
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
    void importThenExportThenImportIsTheIdentity(String file) throws IOException {
        assertThat(catalogue.importDump(text(file)).added()).isEqualTo(1);
        var first = export();
        assertThat(catalogue.importDump(text(file)).updated()).isEqualTo(1);
        assertThat(export()).isEqualTo(first);
        catalogue.clear();
        assertThat(catalogue.importDump(first).added()).isEqualTo(1);
        assertThat(export()).isEqualTo(first);
    }

    @Test
    void whatIsInTheJsonIsInTheAnswer() throws IOException {
        catalogue.importDump(text("vendors-page.json"));
        var json = new ObjectMapper();
        var dumped = json.readTree(text("vendors-page.json")).at("/Images");
        assertThat(dumped.at("/Image")).hasSize(1);
        assertHolds(json.readTree(response("cn-hangzhou", "JSON")).at("/Images"), dumped);
    }

    /** Each member of a dump is in the response, of the same type and value; the response may have more. */
    private static void assertHolds(JsonNode response, JsonNode dump) {
        if (dump.isContainerNode()) {
            assertThat(response.getNodeType()).isEqualTo(dump.getNodeType());
            assertThat(dump.isObject() || dump.size() == response.size())
                    .as(response.toString())
                    .isTrue();
            dump.fields().forEachRemaining(member -> assertHolds(response.path(member.getKey()), member.getValue()));
            for (int i = 0; dump.isArray() && i < dump.size(); i++) {
                assertHolds(response.get(i), dump.get(i));
            }
        } else {
            assertThat(response).isEqualTo(dump);
        }
    }

    @Test
    void whatIsInTheXmlIsInTheAnswer() throws Exception {
        catalogue.importDump(text("libcloud.xml"));
        var dumped = texts(text("libcloud.xml"));
        assertThat(dumped.get("/Images0/Image0/OSName0")).isEqualTo("FreeBSD  10.1 64位");
        var answered = texts(response("cn-qingdao", "XML"));
        dumped.forEach((path, text) -> assertThat(answered.get(path)).as(path).isEqualTo(text));
    }

    /** The text of each element below Images that has no elements, by its path. */
    private static Map<String, String> texts(String xml) throws Exception {
        var root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
        var texts = new TreeMap<String, String>();
        collect(root, "", texts);
        texts.keySet().removeIf(path -> !path.startsWith("/Images"));
        return texts;
    }

    private static void collect(Element element, String path, Map<String, String> texts) {
        var counts = new TreeMap<String, Integer>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element member) {
                int n = counts.merge(member.getTagName(), 1, Integer::sum) - 1;
                collect(member, path + "/" + member.getTagName() + n, texts);
            }
        }
        if (counts.isEmpty()) {
            texts.put(path, element.getTextContent());
        }
    }

    @Test
    void thePagesThatTheVendorsSampleLacksAreNoticed() throws IOException {
        var summary = catalogue.importDump(text("vendors-page.json"));
        assertThat(summary.gaps()).containsExactly("cn-hangzhou: the responses contain 1 of 24 images (TotalCount)");
    }
}
