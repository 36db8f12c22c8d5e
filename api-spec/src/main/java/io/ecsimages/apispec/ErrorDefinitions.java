package io.ecsimages.apispec;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the error responses of every operation, with their examples, from the definitions of the errors.
 *
 * <p>The root document defines the errors of every operation in {@code x-common-errors}, and those of several operations in
 * {@code x-shared-errors}. An operation defines its own errors in {@code x-operation-errors}, where the word {@code shared}
 * refers to a shared error. Each error has an id, which is its name.
 */
final class ErrorDefinitions {

    /** The reference to the schema of every error response. */
    static final String SCHEMA = "#/components/schemas/ErrorResponse";

    private static final String COMMON_ERRORS = "x-common-errors";
    private static final String SHARED_ERRORS = "x-shared-errors";
    private static final String OPERATION_ERRORS = "x-operation-errors";
    private static final String ERROR_EXAMPLE = "x-error-example";
    private static final String SHARED = "shared";
    private static final String EXAMPLES = "#/components/examples/";

    /** An error: its HTTP status, and the example of its response. */
    private record Definition(String status, Example example) {}

    private final Components components;
    private final Map<?, ?> exampleFields;
    private final Map<String, Definition> common;
    private final Map<String, Definition> shared;

    ErrorDefinitions(OpenAPI document) {
        this.components = document.getComponents();
        this.exampleFields = take(document.getExtensions(), ERROR_EXAMPLE);
        this.common = definitions(take(document.getExtensions(), COMMON_ERRORS));
        this.shared = definitions(take(document.getExtensions(), SHARED_ERRORS));
    }

    /** Replaces the definitions in a document by error responses with examples. */
    static void expand(OpenAPI document) {
        new ErrorDefinitions(document).expandAll(document);
    }

    private void expandAll(OpenAPI document) {
        var examples = new LinkedHashMap<String, Example>();
        common.forEach((id, definition) -> examples.put(id, definition.example));
        shared.forEach((id, definition) -> examples.put(id, definition.example));
        examples.putAll(components.getExamples());
        components.setExamples(examples);
        var templates = new LinkedHashMap<>(components.getResponses());
        examplesByStatus(references(common))
                .forEach(
                        (status, errors) -> components.getResponses().put(status, response(templates, status, errors)));
        document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(operation -> addResponses(operation, templates));
    }

    /** Adds the responses of one operation: its own errors come first, then the common errors. */
    private void addResponses(Operation operation, Map<String, ApiResponse> templates) {
        var errors = new LinkedHashMap<String, Definition>();
        take(operation.getExtensions(), OPERATION_ERRORS)
                .forEach((id, definition) -> errors.put(
                        id.toString(),
                        SHARED.equals(definition)
                                ? references(shared).get(id.toString())
                                : definition(id.toString(), (Map<?, ?>) definition)));
        errors.putAll(references(common));
        examplesByStatus(errors)
                .forEach((status, examples) ->
                        operation.getResponses().addApiResponse(status, response(templates, status, examples)));
    }

    /** Returns the same errors with references to their examples. */
    private static Map<String, Definition> references(Map<String, Definition> definitions) {
        var references = new LinkedHashMap<String, Definition>();
        definitions.forEach((id, definition) ->
                references.put(id, new Definition(definition.status, new Example().$ref(EXAMPLES + id))));
        return references;
    }

    private static Map<String, Map<String, Example>> examplesByStatus(Map<String, Definition> errors) {
        var byStatus = new LinkedHashMap<String, Map<String, Example>>();
        errors.forEach((id, error) -> byStatus.computeIfAbsent(error.status, status -> new LinkedHashMap<>())
                .put(id, error.example));
        return byStatus;
    }

    /** Returns an error response with the description and the headers that the root document has for its status. */
    private static ApiResponse response(
            Map<String, ApiResponse> templates, String status, Map<String, Example> examples) {
        var template = templates.get(status);
        return new ApiResponse()
                .description(template.getDescription())
                .headers(template.getHeaders())
                .content(new Content()
                        .addMediaType("application/json", mediaType().examples(examples))
                        .addMediaType("text/xml", mediaType()));
    }

    private static MediaType mediaType() {
        return new MediaType().schema(new Schema<>().$ref(SCHEMA));
    }

    private Map<String, Definition> definitions(Map<?, ?> errors) {
        var definitions = new LinkedHashMap<String, Definition>();
        errors.forEach((id, definition) ->
                definitions.put(id.toString(), definition(id.toString(), (Map<?, ?>) definition)));
        return definitions;
    }

    private Definition definition(String id, Map<?, ?> definition) {
        var code = definition.containsKey("code") ? string(definition, "code") : id;
        var example = new Example()
                .summary(string(definition, "cause"))
                .description(string(definition, "remedy"))
                .value(response(code, string(definition, "message")));
        example.addExtension("x-evidence", definition.get("evidence"));
        return new Definition(string(definition, "status"), example);
    }

    private Map<String, String> response(String code, String message) {
        var requestId = string(exampleFields, "RequestId");
        var response = new LinkedHashMap<String, String>();
        response.put("RequestId", requestId);
        response.put("HostId", string(exampleFields, "HostId"));
        response.put("Code", code);
        response.put("Message", message);
        response.put(
                "Recommend",
                string(exampleFields, "Recommend").replace("{Code}", code).replace("{RequestId}", requestId));
        return response;
    }

    private static String string(Map<?, ?> object, String field) {
        return object.get(field).toString();
    }

    /** Removes an extension, since readers of the expanded document do not need it, and returns its value. */
    private static Map<?, ?> take(Map<String, Object> extensions, String name) {
        var value = extensions == null ? null : extensions.remove(name);
        return value == null ? Map.of() : (Map<?, ?>) value;
    }
}
