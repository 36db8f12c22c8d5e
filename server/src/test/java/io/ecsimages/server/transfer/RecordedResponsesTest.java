package io.ecsimages.server.transfer;

import static io.ecsimages.server.transfer.Catalogue.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.RunningServer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
                .export(OWNER, null, answer -> lines.append(answer).append('\n'));
        return lines.toString();
    }

    private static String answer(String regionId, String format) {
        var parameters = RunningServer.parameters("RegionId", regionId, "Format", format);
        return catalogue.server().get(parameters).body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"libcloud.xml", "vendors-page.json"})
    void importThenExportThenImportIsTheIdentity(String file) throws IOException {
        assertEquals(1, catalogue.take(text(file)).added());
        var first = export();
        assertEquals(1, catalogue.take(text(file)).updated());
        assertEquals(first, export());
        catalogue.clear();
        assertEquals(1, catalogue.take(first).added());
        assertEquals(first, export());
    }

    @Test
    void whatIsInTheJsonIsInTheAnswer() throws IOException {
        catalogue.take(text("vendors-page.json"));
        var json = new ObjectMapper();
        var dumped = json.readTree(text("vendors-page.json")).at("/Images");
        assertEquals(1, dumped.at("/Image").size());
        assertHolds(json.readTree(answer("cn-hangzhou", "JSON")).at("/Images"), dumped);
    }

    /** Each member of a dump is in the answer, of the same type and value; the answer may have more. */
    private static void assertHolds(JsonNode answer, JsonNode dump) {
        if (dump.isContainerNode()) {
            assertEquals(dump.getNodeType(), answer.getNodeType());
            assertTrue(dump.isObject() || dump.size() == answer.size(), answer.toString());
            dump.fields().forEachRemaining(member -> assertHolds(answer.path(member.getKey()), member.getValue()));
            for (int i = 0; dump.isArray() && i < dump.size(); i++) {
                assertHolds(answer.get(i), dump.get(i));
            }
        } else {
            assertEquals(dump, answer);
        }
    }

    @Test
    void whatIsInTheXmlIsInTheAnswer() throws Exception {
        catalogue.take(text("libcloud.xml"));
        var dumped = texts(text("libcloud.xml"));
        assertEquals("FreeBSD  10.1 64位", dumped.get("/Images0/Image0/OSName0"));
        var answered = texts(answer("cn-qingdao", "XML"));
        dumped.forEach((path, text) -> assertEquals(text, answered.get(path), path));
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
        var summary = catalogue.take(text("vendors-page.json"));
        assertEquals(List.of("cn-hangzhou: the answers hold 1 of 24 images (TotalCount)"), summary.gaps());
    }
}
