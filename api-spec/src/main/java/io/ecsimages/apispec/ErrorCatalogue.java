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
                        read(document, status(status), response);
                    }
                }));
    }

    private static int status(String status) {
        if (!status.matches("[345][0-9][0-9]")) {
            throw new InvalidContractException("the error response " + status + " is not an HTTP status");
        }
        return Integer.parseInt(status);
    }

    private void read(OpenAPI document, int status, ApiResponse response) {
        var resolved = ModelUtils.getReferencedApiResponse(document, response);
        if (resolved.getContent() == null) {
            throw new InvalidContractException("the response " + status + " has no examples");
        }
        for (MediaType mediaType : resolved.getContent().values()) {
            if (mediaType.getExamples() != null) {
                mediaType
                        .getExamples()
                        .forEach((id, example) -> add(document, id, status, resolve(document, id, example)));
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
                    + ", which " + (target == null ? "does not exist" : "has another name"));
        }
        return target;
    }

    private void add(OpenAPI document, String id, int status, Example example) {
        Evidence.checkError(document, id, example.getExtensions());
        var entry = new Entry(
                id,
                constant(id),
                status,
                field(id, example, "Code"),
                field(id, example, "Message"),
                recommend(id, example),
                example.getSummary());
        if (entry.cause() == null || entry.cause().contains("*/")) {
            throw new InvalidContractException(
                    "the summary of the error " + id + " is missing, or ends a Java comment");
        }
        for (Entry other : entries.values()) {
            if (other.constant().equals(entry.constant()) && !other.id().equals(id)) {
                throw new InvalidContractException(
                        "the errors " + other.id() + " and " + id + " have the same name in Java");
            }
        }
        var known = entries.putIfAbsent(id, entry);
        if (known != null && !known.equals(entry)) {
            throw new InvalidContractException("the error " + id + " has two different definitions");
        }
    }

    private static String recommend(String id, Example example) {
        var requestId = field(id, example, "RequestId");
        var recommend = field(id, example, "Recommend");
        if (!recommend.endsWith(requestId)) {
            throw new InvalidContractException("the Recommend of the error " + id + " does not end with its RequestId");
        }
        return recommend.substring(0, recommend.length() - requestId.length());
    }

    private static String field(String id, Example example, String name) {
        // The value is a map if the example is in a referenced document, and a node if it is in the root.
        var value = Json.mapper().valueToTree(example.getValue()).path(name).asText("");
        if (value.isEmpty()) {
            throw new InvalidContractException("the error " + id + " has no " + name);
        }
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Returns the Java constant for an error id: {@code InvalidUsage} becomes {@code INVALID_USAGE}. */
    static String constant(String id) {
        return id.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }

    /**
     * Returns the Java constant of an error.
     *
     * @param place the place that names the error, for the message
     * @throws InvalidContractException if the document does not declare the error
     */
    String constantOf(String id, String place) {
        var entry = entries.get(id);
        if (entry == null) {
            throw new InvalidContractException(place + " names the error " + id + ", which no error response has");
        }
        return entry.constant();
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
