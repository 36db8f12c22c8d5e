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
 * The errors that the document declares: the named examples of its error responses. The name of an example is the id of
 * the error, its status is that of the response that lists it.
 */
final class ErrorCatalogue {

    /** One error, as the template reads it. {@code recommend} ends where the request id follows. */
    record Entry(String id, String constant, int status, String code, String message, String recommend, String cause) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    ErrorCatalogue(OpenAPI document) {
        document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .map(Operation::getResponses)
                .forEach(responses -> responses.forEach((status, response) -> {
                    if (!status.startsWith("2")) {
                        read(document, status(status), response);
                    }
                }));
    }

    private static int status(String status) {
        if (!status.matches("[345][0-9][0-9]")) {
            throw new InvalidContractException("the response " + status + " of an error is no HTTP status");
        }
        return Integer.parseInt(status);
    }

    private void read(OpenAPI document, int status, ApiResponse response) {
        var resolved = ModelUtils.getReferencedApiResponse(document, response);
        if (resolved.getContent() == null) {
            throw new InvalidContractException("the response " + status + " lists no errors");
        }
        for (MediaType mediaType : resolved.getContent().values()) {
            if (mediaType.getExamples() != null) {
                mediaType.getExamples().forEach((id, example) -> add(id, status, resolve(document, id, example)));
            }
        }
    }

    private static Example resolve(OpenAPI document, String id, Example example) {
        if (example.get$ref() == null) {
            return example;
        }
        var name = example.get$ref().substring(example.get$ref().lastIndexOf('/') + 1);
        var target = document.getComponents().getExamples().get(name);
        if (target == null || !name.equals(id)) {
            throw new InvalidContractException("the error example " + id + " refers to " + example.get$ref()
                    + ", which is " + (target == null ? "not there" : "called otherwise"));
        }
        return target;
    }

    private void add(String id, int status, Example example) {
        var entry = new Entry(
                id,
                constant(id),
                status,
                member(id, example, "Code"),
                member(id, example, "Message"),
                recommend(id, example),
                example.getSummary());
        if (entry.cause() == null || entry.cause().contains("*/")) {
            throw new InvalidContractException("the error " + id + " has no summary that can stand in a comment");
        }
        for (Entry other : entries.values()) {
            if (other.constant().equals(entry.constant()) && !other.id().equals(id)) {
                throw new InvalidContractException(
                        "the errors " + other.id() + " and " + id + " are called alike in Java");
            }
        }
        var known = entries.putIfAbsent(id, entry);
        if (known != null && !known.equals(entry)) {
            throw new InvalidContractException("the error " + id + " is listed under two responses");
        }
    }

    private static String recommend(String id, Example example) {
        var requestId = member(id, example, "RequestId");
        var recommend = member(id, example, "Recommend");
        if (!recommend.endsWith(requestId)) {
            throw new InvalidContractException("the Recommend of the error " + id + " does not end in its RequestId");
        }
        return recommend.substring(0, recommend.length() - requestId.length());
    }

    private static String member(String id, Example example, String name) {
        // In a document of its own an example is a map, in the root a node.
        var value = Json.mapper().valueToTree(example.getValue()).path(name).asText("");
        if (value.isEmpty()) {
            throw new InvalidContractException("the error " + id + " has no " + name);
        }
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    static String constant(String id) {
        return id.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }

    /** The constant of this error; fails where the document does not declare it. */
    String constantOf(String id, String place) {
        var entry = entries.get(id);
        if (entry == null) {
            throw new InvalidContractException(place + " names the error " + id + ", which no error response lists");
        }
        return entry.constant();
    }

    /** The codes, each once: several errors may share one. */
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
