package io.ecsimages.server.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.server.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server hands out of the documentation, to anyone: reading needs no key. */
class DocsTest {

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.empty(RunningServer.signedOnly());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static HttpResponse<String> get(RunningServer server, String path) {
        return RunningServer.send(
                HttpRequest.newBuilder(server.uri().resolve(path)).GET());
    }

    private static String contentType(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("none");
    }

    @ParameterizedTest
    @CsvSource({"yaml, application/yaml;charset=utf-8", "json, application/json;charset=utf-8"})
    void theDocumentIsTheBundledContractByteForByte(String format, String contentType) throws Exception {
        var response = get(server, "openapi." + format);
        assertEquals(200, response.statusCode());
        assertEquals(contentType, contentType(response));
        assertArrayEquals(
                Files.readAllBytes(Path.of("../api-spec/target/classes/META-INF/openapi/ecs-images." + format)),
                response.body().getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs", "openapi.yaml", "openapi.json"})
    void whatABrowserHasIsNotSentAgain(String path) {
        var tag = get(server, path).headers().firstValue("ETag").orElseThrow();
        var again = RunningServer.send(HttpRequest.newBuilder(server.uri().resolve(path))
                .header("If-None-Match", tag)
                .GET());
        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
        assertEquals(tag, again.headers().firstValue("ETag").orElseThrow());
        var other = RunningServer.send(HttpRequest.newBuilder(server.uri().resolve(path))
                .header("If-None-Match", "\"other\"")
                .GET());
        assertEquals(200, other.statusCode());
    }

    @Test
    void thePageIsHtml() {
        var response = get(server, "docs");
        assertEquals(200, response.statusCode());
        assertEquals("text/html;charset=utf-8", contentType(response));
        assertTrue(response.body().startsWith("<!DOCTYPE html>"));
    }

    @Test
    void aPageThatIsNotThereIsAnErrorOfTheApi() {
        var response = get(server, "docs.html");
        assertEquals(404, response.statusCode());
        assertTrue(response.body().contains("<Code>InvalidAction.NotFound</Code>"), response.body());
    }

    @Test
    void aReaderGetsThemWhateverItWouldRatherHave() {
        for (String path : new String[] {"docs", "openapi.yaml"}) {
            var request = HttpRequest.newBuilder(server.uri().resolve(path))
                    .header("Accept", "image/png")
                    .GET();
            assertEquals(get(server, path).body(), RunningServer.send(request).body());
        }
    }
}
