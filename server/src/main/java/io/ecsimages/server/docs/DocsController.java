package io.ecsimages.server.docs;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.error.ApiException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Serves the documentation of the API: Redoc at {@code /docs/} and in Chinese at {@code /docs/zh/}, a page that sends requests
 * at {@code /docs/try/} and {@code /docs/zh/try/}, the OpenAPI document at {@code /openapi.yaml} and {@code /openapi.json}, its
 * changes at {@code /docs/changes.html}, and the portable documents at {@code /openapi/portable/}.
 */
@Controller
class DocsController {

    private static final String FOLDER = "/META-INF";

    /** Content types by file extension. */
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css;charset=utf-8",
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "json", "application/json;charset=utf-8",
            "xml", "text/xml;charset=utf-8",
            "yaml", "application/yaml;charset=utf-8");

    private final Map<String, Resource> resources = Stream.of(
                    "/docs/changes.html",
                    "/docs/contract.js",
                    "/docs/index.html",
                    "/docs/openapi.json",
                    "/docs/openapi.yaml",
                    "/docs/page.css",
                    "/docs/page.js",
                    "/docs/redoc.js",
                    "/docs/try/dom.js",
                    "/docs/try/explain.js",
                    "/docs/try/form.js",
                    "/docs/try/index.html",
                    "/docs/try/request.js",
                    "/docs/try/response.js",
                    "/docs/try/try.css",
                    "/docs/try/try.js",
                    "/docs/try/words.js",
                    "/docs/zh/index.html",
                    "/docs/zh/openapi.json",
                    "/docs/zh/openapi.yaml",
                    "/docs/zh/try/index.html")
            .collect(Collectors.toMap(name -> name.replaceFirst("index\\.html$", ""), Resource::read));

    private final Map<CharSequence, CharSequence> headers = headers();

    @Get(
            uris = {"/docs", "/docs/{file:.+}"},
            produces = MediaType.ALL)
    HttpResponse<?> docs(HttpRequest<?> request) {
        var path = request.getPath();
        if (resources.containsKey(path + "/")) {
            // The page refers to files relative to its folder.
            return HttpResponse.permanentRedirect(URI.create(path + "/"));
        }
        return respond(request, path);
    }

    @Get(
            uris = {"/openapi.json", "/openapi.yaml"},
            produces = MediaType.ALL)
    HttpResponse<?> document(HttpRequest<?> request) {
        return respond(request, "/docs" + request.getPath());
    }

    /** Reads a portable document when it is requested, since all of them together are large. */
    @Get(uri = "/openapi/portable/{action}.{format:json|yaml|xml}", produces = MediaType.ALL)
    HttpResponse<?> portableDocument(HttpRequest<?> request, String action, String format) {
        if (!CommonParameter.ACTION.allowedValues().contains(action)) {
            throw new ApiException(ApiError.INVALID_ACTION_NOT_FOUND);
        }
        return respond(request, Resource.read("/docs/portable/" + action + "." + format));
    }

    private HttpResponse<?> respond(HttpRequest<?> request, String path) {
        var resource = resources.get(path);
        if (resource == null) {
            throw new ApiException(ApiError.INVALID_ACTION_NOT_FOUND);
        }
        return respond(request, resource);
    }

    private HttpResponse<?> respond(HttpRequest<?> request, Resource resource) {
        var cached = request.getHeaders().getAll(HttpHeaders.IF_NONE_MATCH).stream()
                .anyMatch(tags -> tags.contains(resource.tag()) || tags.equals("*"));
        var response = cached
                ? HttpResponse.<byte[]>notModified()
                : HttpResponse.ok(resource.content()).contentType(resource.contentType());
        return response.headers(headers)
                .header(HttpHeaders.ETAG, resource.tag())
                .header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    /** Reads the security headers of the page, such as Content-Security-Policy. */
    private static Map<CharSequence, CharSequence> headers() {
        var headers = new Properties();
        try (var stream = DocsController.class.getResourceAsStream(FOLDER + "/docs/headers.properties")) {
            headers.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return headers.stringPropertyNames().stream()
                .collect(Collectors.toMap(Function.identity(), headers::getProperty));
    }

    /** A static file with its ETag. */
    private record Resource(byte[] content, String contentType, String tag) {

        static Resource read(String name) {
            try (var stream = DocsController.class.getResourceAsStream(FOLDER + name)) {
                var content = stream.readAllBytes();
                var hash = MessageDigest.getInstance("SHA-256").digest(content);
                var contentType = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
                return new Resource(content, contentType, '"' + HexFormat.of().formatHex(hash, 0, 16) + '"');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
