package io.ecsimages.server.transfer;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.database.Databases;
import io.ecsimages.server.store.ImageRepository;
import io.micronaut.core.annotation.Nullable;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/**
 * A catalogue for tests of imports, empty before each test. Each account that reads it has its own server.
 */
final class TestCatalogue implements BeforeEachCallback, AfterAllCallback {

    static final long OWNER = 1000000000000001L;
    static final long FRIEND = 1000000000000002L;
    static final long STRANGER = 1000000000000003L;

    private final Map<Long, TestServer> servers = new HashMap<>();
    private final String url = Databases.create();

    private TestServer server(long account) {
        return servers.computeIfAbsent(
                account,
                caller -> TestServer.empty(
                        Map.of("datasources.default.url", url, "ecs-images.unsigned-account", caller)));
    }

    TestServer server() {
        return server(OWNER);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        clear();
    }

    /** Deletes every image. */
    void clear() {
        server().change("DELETE FROM image");
    }

    /** The number of images of all accounts. */
    long size() {
        return server().bean(ImageRepository.class).count();
    }

    Importer.Summary importDump(String dump) {
        return importDump(dump, OWNER);
    }

    Importer.Summary importDump(String dump, long account) {
        return importDump(dump.getBytes(StandardCharsets.UTF_8), null, account);
    }

    /** Imports a dump that must be rejected, and returns the message. */
    String importError(String dump) {
        return importError(dump, OWNER);
    }

    String importError(String dump, long account) {
        return assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> importDump(dump, account))
                .actual()
                .getMessage();
    }

    Importer.Summary importDump(byte[] dump, @Nullable String region, long account) {
        return server().bean(Importer.class)
                .importDump(new Dump("dump.json", () -> new ByteArrayInputStream(dump), region), account);
    }

    /** The DescribeImages response for an account, by default of cn-hangzhou and with images of every status. */
    JsonNode describe(long account, String... parameters) {
        var all = TestServer.parameters(parameters);
        all.putIfAbsent("Status", "ALL");
        all.put("Format", "JSON");
        return TestServer.json(server(account).get(all));
    }

    /** The ids of the images of a response, in its order. */
    static List<String> ids(JsonNode response) {
        return StreamSupport.stream(images(response).spliterator(), false)
                .map(image -> image.path("ImageId").asText())
                .toList();
    }

    static JsonNode images(JsonNode response) {
        return response.at("/Images/Image");
    }

    /** The image with this id, as an account sees it. */
    JsonNode image(long account, String imageId) {
        return images(describe(account, "ImageId", imageId)).path(0);
    }

    /** The root of an XML document. */
    static Element parse(String xml) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }

    /** The text content of each leaf element below an element, by path; names are numbered from 0. */
    static Map<String, String> leafElements(Element element) {
        var leafElements = new TreeMap<String, String>();
        collect(element, "", leafElements);
        return leafElements;
    }

    private static void collect(Element element, String path, Map<String, String> leafElements) {
        var counts = new HashMap<String, Integer>();
        for (var child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element childElement) {
                int n = counts.merge(childElement.getTagName(), 1, Integer::sum) - 1;
                collect(childElement, path + "/" + childElement.getTagName() + n, leafElements);
            }
        }
        if (counts.isEmpty()) {
            leafElements.put(path, element.getTextContent());
        }
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        servers.values().forEach(TestServer::close);
    }
}
