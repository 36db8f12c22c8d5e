package io.ecsimages.server.docs;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Serves the rendered contract at {@code /docs}, and the document itself at {@code /openapi.yaml} and {@code .json}. */
@Controller
class DocsController {

    private final Document page = Document.read("index.html", "text/html;charset=utf-8");
    private final Document yaml = Document.read("openapi.yaml", "application/yaml;charset=utf-8");
    private final Document json = Document.read("openapi.json", "application/json;charset=utf-8");

    @Get(value = "/docs", produces = MediaType.ALL)
    HttpResponse<byte[]> page(HttpRequest<?> request) {
        return page.answer(request);
    }

    @Get(value = "/openapi.yaml", produces = MediaType.ALL)
    HttpResponse<byte[]> yaml(HttpRequest<?> request) {
        return yaml.answer(request);
    }

    @Get(value = "/openapi.json", produces = MediaType.ALL)
    HttpResponse<byte[]> json(HttpRequest<?> request) {
        return json.answer(request);
    }

    /** A file that does not change while the server runs, with a tag by which a browser knows what it has. */
    private record Document(byte[] content, String contentType, String tag) {

        static Document read(String name, String contentType) {
            try (var stream = DocsController.class.getResourceAsStream("/META-INF/docs/" + name)) {
                var content = stream.readAllBytes();
                var hash = MessageDigest.getInstance("SHA-256").digest(content);
                return new Document(content, contentType, '"' + HexFormat.of().formatHex(hash, 0, 16) + '"');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        HttpResponse<byte[]> answer(HttpRequest<?> request) {
            var known = request.getHeaders().getAll(HttpHeaders.IF_NONE_MATCH).stream()
                    .anyMatch(tags -> tags.contains(tag) || tags.equals("*"));
            var response = known
                    ? HttpResponse.<byte[]>notModified()
                    : HttpResponse.ok(content).contentType(contentType);
            return response.header(HttpHeaders.ETAG, tag).header(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
    }
}
