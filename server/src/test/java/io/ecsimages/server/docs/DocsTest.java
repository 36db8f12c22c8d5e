package io.ecsimages.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.micronaut.context.annotation.Property;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation over HTTP, which needs no access key. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class DocsTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
    }

    static HttpResponse<String> get(TestServer server, String path) {
        return TestServer.send(
                HttpRequest.newBuilder(server.uri().resolve(path)).GET());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "openapi.yaml, ecs-images.yaml, application/yaml;charset=utf-8",
        "openapi.json, ecs-images.json, application/json;charset=utf-8",
        "docs/openapi.yaml, ecs-images.yaml, application/yaml;charset=utf-8",
        "docs/openapi.json, ecs-images.json, application/json;charset=utf-8",
        "docs/zh/openapi.yaml, ecs-images.zh-CN.yaml, application/yaml;charset=utf-8",
        "docs/zh/openapi.json, ecs-images.zh-CN.json, application/json;charset=utf-8",
        "docs/changes.html, changes.html, text/html;charset=utf-8"
    })
    void servesBundledDocumentUnchanged(String path, String file, String contentType) throws Exception {
        var response = get(server, path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo(contentType);
        assertThat(response.body().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(Files.readAllBytes(Path.of("../api-spec/target/classes/META-INF/openapi", file)));
    }

    @ParameterizedTest
    @CsvSource({
        "yaml, application/yaml;charset=utf-8",
        "json, application/json;charset=utf-8",
        "xml, text/xml;charset=utf-8"
    })
    void servesPortableDocumentsUnchanged(String format, String contentType) throws Exception {
        for (String action : CommonParameter.ACTION.allowedValues()) {
            var file = action + "." + format;
            var response = get(server, "openapi/portable/" + file);
            assertThat(response.statusCode()).as(file).isEqualTo(200);
            assertThat(header(response, "Content-Type")).isEqualTo(contentType);
            assertThat(response.body().getBytes(StandardCharsets.UTF_8))
                    .isEqualTo(
                            Files.readAllBytes(Path.of("../api-spec/target/classes/META-INF/openapi/portable", file)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/",
                "docs/zh/",
                "docs/redoc.js",
                "docs/contract.js",
                "docs/page.js",
                "docs/try/",
                "docs/try/try.js",
                "docs/changes.html",
                "openapi.yaml",
                "openapi.json",
                "openapi/portable/DescribeImages.yaml"
            })
    void respondsNotModifiedToCachedPage(String path) {
        var etag = header(get(server, path), "ETag");
        var again = TestServer.send(HttpRequest.newBuilder(server.uri().resolve(path))
                .header("If-None-Match", etag)
                .GET());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(etag);
        var other = TestServer.send(HttpRequest.newBuilder(server.uri().resolve(path))
                .header("If-None-Match", "\"other\"")
                .GET());
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "docs/, en, href=\"zh/\"",
        "docs/zh/, zh-CN, href=\"../\"",
        "docs/try/, en, href=\"../zh/try/\"",
        "docs/zh/try/, zh-CN, href=\"../../try/\""
    })
    void servesHtmlWithLinkToTheOtherLanguage(String path, String language, String link) {
        var response = get(server, path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(response.body()).startsWith("<!DOCTYPE html>\n<html lang=\"" + language + "\">");
        assertThat(response.body()).contains(link);
    }

    @ParameterizedTest
    @CsvSource({"docs, /docs/", "docs/zh, /docs/zh/", "docs/try, /docs/try/", "docs/zh/try, /docs/zh/try/"})
    void redirectsToTrailingSlash(String path, String location) {
        var response = get(server, path);
        assertThat(response.statusCode()).isEqualTo(308);
        assertThat(header(response, "Location")).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/",
                "docs/zh/",
                "docs/redoc.js",
                "docs/openapi.json",
                "openapi.yaml",
                "docs/try/",
                "docs/try/try.js"
            })
    void setsSecurityHeaders(String path) {
        var response = get(server, path);
        var policy = header(response, "Content-Security-Policy");
        assertThat(policy).startsWith("default-src 'none'; script-src 'self'; connect-src 'self'; ");
        assertThat(policy).endsWith("; frame-ancestors 'none'");
        assertThat(policy).doesNotContain("unsafe");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void pageContainsContentSecurityPolicy() {
        var policy = header(get(server, "docs/"), "Content-Security-Policy").replace("; frame-ancestors 'none'", "");
        for (String path : new String[] {"docs/", "docs/zh/", "docs/try/", "docs/zh/try/"}) {
            var page = get(server, path).body();
            assertThat(page).contains("<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">");
            assertThat(page).doesNotMatch("(?s).*(<script>|<style|\\sstyle=|\\son[a-z]+=).*");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs.html",
                "docs/index.html",
                "docs/headers.properties",
                "docs/zh/redoc.js",
                "docs/zh/no",
                "docs/portable/DescribeImages.yaml",
                "openapi/portable/",
                "openapi/portable/DescribeImages",
                "openapi/portable/DescribeImages.html",
                "openapi/portable/DescribeInstances.yaml",
                "openapi/portable/%2e%2e/openapi.yaml"
            })
    void respondsWithApiErrorToUnknownPage(String path) {
        var response = get(server, path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("<Code>" + ApiError.INVALID_ACTION_NOT_FOUND.code() + "</Code>");
    }

    @Test
    void ignoresAccept() {
        for (String path : new String[] {"docs/", "openapi.yaml"}) {
            var request = HttpRequest.newBuilder(server.uri().resolve(path))
                    .header("Accept", "image/png")
                    .GET();
            assertThat(TestServer.send(request).body())
                    .isEqualTo(get(server, path).body());
        }
    }
}
