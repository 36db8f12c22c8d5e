package io.ecsimages.apispec;

import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openapitools.codegen.utils.ModelUtils;

/**
 * The errors in the OpenAPI document, which are the named examples of its error responses.
 *
 * <p>The name of an example is the id of the error. The status of the error is that of the response with the example.
 */
final class ErrorCatalogue {

    /** One error, for the templates. {@code recommend} is the URL without the request id at its end. */
    record Entry(String id, String constant, int status, String code, String message, String recommend, String cause) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    ErrorCatalogue(OpenAPI document) {
        document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .map(Operation::getResponses)
                .forEach(responses -> responses.forEach((status, response) -> {
                    if (!status.startsWith("2")) {
                        read(document, Integer.parseInt(status), response);
                    }
                }));
    }

    private void read(OpenAPI document, int status, ApiResponse response) {
        var resolved = ModelUtils.getReferencedApiResponse(document, response);
        for (MediaType mediaType : resolved.getContent().values()) {
            if (mediaType.getExamples() != null) {
                mediaType.getExamples().forEach((id, example) -> add(id, status, resolve(document, example)));
            }
        }
    }

    private static Example resolve(OpenAPI document, Example example) {
        var reference = example.get$ref();
        return reference == null
                ? example
                : document.getComponents().getExamples().get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private void add(String id, int status, Example example) {
        entries.computeIfAbsent(
                id,
                key -> new Entry(
                        id,
                        constant(id),
                        status,
                        field(example, "Code"),
                        field(example, "Message"),
                        recommend(example),
                        example.getSummary()));
    }

    private static String recommend(Example example) {
        var recommend = field(example, "Recommend");
        return recommend.substring(
                0, recommend.length() - field(example, "RequestId").length());
    }

    private static String field(Example example, String name) {
        // The value is a map if the example is in a referenced document, and a node if it is in the root.
        var value = Json.mapper().valueToTree(example.getValue()).path(name).asText();
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Returns the Java constant for an error id: {@code InvalidUsage} becomes {@code INVALID_USAGE}. */
    static String constant(String id) {
        return id.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }

    /** Returns each error code once, since several errors may share a code. */
    Collection<Entry> codes() {
        var codes = new LinkedHashMap<String, Entry>();
        for (Entry entry : entries.values()) {
            var code = new Entry(entry.code(), constant(entry.code()), entry.status(), entry.code(), null, null, null);
            codes.putIfAbsent(code.constant(), code);
        }
        return codes.values();
    }

    Collection<Entry> entries() {
        return entries.values();
    }
}
