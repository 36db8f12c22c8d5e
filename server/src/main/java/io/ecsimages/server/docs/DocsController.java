package io.ecsimages.server.docs;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Serves the rendered contract at {@code /docs} and the document itself at {@code /openapi.yaml}. */
@Controller
class DocsController {

    private final byte[] page = resource("index.html");
    private final byte[] document = resource("openapi.yaml");

    @Get(value = "/docs", produces = MediaType.ALL)
    HttpResponse<byte[]> page() {
        return HttpResponse.ok(page).contentType("text/html;charset=utf-8");
    }

    @Get(value = "/openapi.yaml", produces = MediaType.ALL)
    HttpResponse<byte[]> document() {
        return HttpResponse.ok(document).contentType("application/yaml;charset=utf-8");
    }

    private static byte[] resource(String name) {
        try (var stream = DocsController.class.getResourceAsStream("/META-INF/docs/" + name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
