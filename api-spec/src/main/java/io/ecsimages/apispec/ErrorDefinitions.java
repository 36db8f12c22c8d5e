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
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

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
    private static final Set<String> FIELDS = Set.of("status", "code", "message", "cause", "remedy", "evidence");
    private static final String EXAMPLES = "#/components/examples/";

    /** An error: its HTTP status, and the example of its response. */
    private record Definition(String status, Example example) {}

    private final Components components;
    private final Map<?, ?> exampleFields;
    private final Map<String, Definition> common;
    private final Map<String, Definition> shared;
    private final Set<String> ids = new LinkedHashSet<>();
    private final Set<String> unused = new LinkedHashSet<>();

    ErrorDefinitions(OpenAPI document) {
        this.components = document.getComponents();
        this.exampleFields = take(document.getExtensions(), ERROR_EXAMPLE);
        this.common = definitions(take(document.getExtensions(), COMMON_ERRORS));
        this.shared = definitions(take(document.getExtensions(), SHARED_ERRORS));
        unused.addAll(shared.keySet());
    }

    /**
     * Replaces the definitions in a document by error responses with examples.
     *
     * @throws InvalidContractException if a definition is invalid, or an operation refers to an error that does not exist
     */
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
        if (!unused.isEmpty()) {
            throw new InvalidContractException("no operation has the shared errors " + unused);
        }
    }

    /** Adds the responses of one operation: its own errors come first, then the common errors. */
    private void addResponses(Operation operation, Map<String, ApiResponse> templates) {
        var errors = new LinkedHashMap<String, Definition>();
        take(operation.getExtensions(), OPERATION_ERRORS)
                .forEach((id, definition) -> errors.put(
                        id.toString(),
                        SHARED.equals(definition)
                                ? reference(operation, id.toString())
                                : definition(id.toString(), definition)));
        errors.putAll(references(common));
        examplesByStatus(errors)
                .forEach((status, examples) ->
                        operation.getResponses().addApiResponse(status, response(templates, status, examples)));
    }

    private Definition reference(Operation operation, String id) {
        unused.remove(id);
        if (!shared.containsKey(id)) {
            throw new InvalidContractException("the operation " + operation.getOperationId() + " has the shared error "
                    + id + ", which " + SHARED_ERRORS + " does not define");
        }
        return references(shared).get(id);
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
        if (template == null) {
            throw new InvalidContractException("the errors " + examples.keySet() + " have the status " + status
                    + ", which is not one of the responses in the components of the root document");
        }
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
        errors.forEach((id, definition) -> definitions.put(id.toString(), definition(id.toString(), definition)));
        return definitions;
    }

    private Definition definition(String id, Object value) {
        if (!(value instanceof Map<?, ?> definition)) {
            throw new InvalidContractException("the error " + id + " has no definition; give it " + FIELDS);
        }
        for (Object field : definition.keySet()) {
            if (!FIELDS.contains(field)) {
                throw new InvalidContractException("the error " + id + " has the unknown field " + field);
            }
        }
        if (!ids.add(id)) {
            throw new InvalidContractException(
                    "the error " + id + " has two definitions; define it once in " + SHARED_ERRORS);
        }
        var status = field(id, definition, "status");
        if (!status.matches("[345][0-9][0-9]")) {
            throw new InvalidContractException(
                    "the error " + id + " has the status " + status + ", which is not an HTTP status of an error");
        }
        var code = definition.containsKey("code") ? field(id, definition, "code") : id;
        var example = new Example()
                .summary(field(id, definition, "cause"))
                .description(field(id, definition, "remedy"))
                .value(response(code, field(id, definition, "message")));
        if (definition.containsKey("evidence")) {
            example.addExtension("x-evidence", definition.get("evidence"));
        }
        return new Definition(status, example);
    }

    private Map<String, String> response(String code, String message) {
        var requestId = exampleField("RequestId");
        var response = new LinkedHashMap<String, String>();
        response.put("RequestId", requestId);
        response.put("HostId", exampleField("HostId"));
        response.put("Code", code);
        response.put("Message", message);
        response.put(
                "Recommend", exampleField("Recommend").replace("{Code}", code).replace("{RequestId}", requestId));
        return response;
    }

    private String exampleField(String name) {
        if (exampleFields.get(name) == null) {
            throw new InvalidContractException(ERROR_EXAMPLE + " has no " + name);
        }
        return exampleFields.get(name).toString();
    }

    private static String field(String id, Map<?, ?> definition, String name) {
        var value = definition.get(name);
        if (value == null || value.toString().isEmpty()) {
            throw new InvalidContractException("the error " + id + " has no " + name);
        }
        return value.toString();
    }

    /** Removes an extension, since readers of the expanded document do not need it, and returns its value. */
    private static Map<?, ?> take(Map<String, Object> extensions, String name) {
        var value = extensions == null ? null : extensions.remove(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new InvalidContractException(name + " is not an object");
        }
        return map;
    }
}
