package io.ecsimages.apispec;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openapitools.codegen.utils.ModelUtils;

/**
 * Converts the OpenAPI document with its extensions into one that the code generator understands.
 *
 * <p>The parameters of each operation become one schema, {@code <Operation>Request}. Its constraints carry the ids of their
 * errors.
 */
public final class ContractPreprocessor {

    /** The extension of schemas that have additional properties. The generator would make their classes maps. */
    static final String OPEN = "x-open";

    private static final Map<String, String> SUCCESS_STATUS = Map.of("201", "CREATED", "202", "ACCEPTED");

    private final OpenAPI document;
    private final OperationExpander operations;
    private final ErrorCatalogue errors;
    private final Map<String, List<Parameter>> commonParameters = new LinkedHashMap<>();

    /**
     * Expands the operations of a document.
     *
     * @param document the parsed document, which {@link SourceCheck} has checked and this changes
     */
    public ContractPreprocessor(OpenAPI document) {
        this.document = document;
        this.operations = new OperationExpander(document);
        operations.expand();
        this.errors = new ErrorCatalogue(document);
    }

    /**
     * Prepares the document for the server: every constraint has its error, and defaults apply.
     *
     * @param templateValues the values for the templates, to add to
     */
    public void prepareForServer(Map<String, Object> templateValues) {
        adaptConstraints();
        markOpenSchemas();
        addRequestSchemas(true);
        XmlNames.annotate(document);
        templateValues.put("errors", errors.entries());
        templateValues.put("commonParameters", commonParameters());
    }

    /**
     * Prepares the document for the client: no constraints and no defaults, since the server checks requests.
     *
     * @param templateValues the values for the templates, to add to
     */
    public void prepareForClient(Map<String, Object> templateValues) {
        markOpenSchemas();
        addRequestSchemas(false);
        removeDefaults();
        templateValues.put("errorCodes", errors.codes());
        templateValues.put(
                "apiVersion", allowedValues(commonParameters.get("Version")).get(0));
    }

    /** Prepares the document for readers and other generators, with all operations, POST included. */
    public void prepareForReaders() {
        operations.addFormPosts();
    }

    /** Adapts the constraints of all properties. Those of requests get their errors later. */
    private void adaptConstraints() {
        document.getComponents().getSchemas().values().stream()
                .filter(schema -> schema.getProperties() != null)
                .forEach(schema -> {
                    Map<String, Schema> properties = schema.getProperties();
                    properties.values().forEach(Constraints::makeBoundsInclusive);
                    properties.values().forEach(Constraints::annotateResponse);
                });
    }

    /** Marks the schemas with additional properties. The parser makes maps of them, here they are objects again. */
    private void markOpenSchemas() {
        document.getComponents().getSchemas().replaceAll((name, schema) -> {
            if (!Boolean.TRUE.equals(schema.getAdditionalProperties())) {
                return schema;
            }
            Schema<?> open = new ObjectSchema()
                    .description(schema.getDescription())
                    .required(schema.getRequired())
                    .xml(schema.getXml())
                    .extensions(schema.getExtensions());
            open.setProperties(schema.getProperties());
            open.addExtension(OPEN, true);
            return open;
        });
    }

    /** Removes the defaults of properties: in the client, a field that the response lacks is null. */
    private void removeDefaults() {
        document.getComponents().getSchemas().values().stream()
                .filter(schema -> schema.getProperties() != null)
                .forEach(schema -> {
                    Map<String, Schema> properties = schema.getProperties();
                    properties.values().forEach(property -> property.setDefault(null));
                });
    }

    private void addRequestSchemas(boolean server) {
        for (PathItem path : document.getPaths().values()) {
            var operation = path.getGet();
            // The generator writes one interface per tag.
            operation.setTags(List.of(server ? operation.getOperationId() : "Ecs"));
            addStatus(operation);
            addRequestSchema(path, operation, server);
            path.setParameters(null);
        }
    }

    /** Adds the constant of {@code HttpStatus} for a successful response that is not 200 OK. */
    private static void addStatus(Operation operation) {
        var status = operation.getResponses().keySet().stream()
                .filter(SUCCESS_STATUS::containsKey)
                .findFirst();
        status.ifPresent(code -> operation.addExtension("x-status", SUCCESS_STATUS.get(code)));
    }

    private void addRequestSchema(PathItem path, Operation operation, boolean server) {
        var request = new ObjectSchema();
        request.setDescription("The parameters of " + operation.getOperationId() + ".");
        for (Parameter reference : path.getParameters()) {
            var parameter = ModelUtils.getReferencedParameter(document, reference);
            if (isCommonParameter(parameter)) {
                commonParameters
                        .computeIfAbsent(parameter.getName(), name -> new ArrayList<>())
                        .add(parameter);
            } else {
                nameEnum(operation.getOperationId(), parameter);
                request.addProperty(parameter.getName(), toProperty(request, parameter, server));
            }
        }
        var pageSize = request.getProperties().get("PageSize");
        if (pageSize != null) {
            operation.addExtension("x-maximum-page-size", pageSize.getMaximum());
            operation.addExtension("x-constant", ErrorCatalogue.constant(operation.getOperationId()));
        }
        if (request.getProperties().containsKey("ClientToken")) {
            operation.addExtension("x-client-token", true);
        }
        operation.setParameters(new ArrayList<>());
        document.getComponents().addSchemas(operation.getOperationId() + "Request", request);
    }

    /** Names the class of an enum without the dots of its parameter: a reference with a dot is the name of a file. */
    private static void nameEnum(String operationId, Parameter parameter) {
        var schema = parameter.getSchema();
        if (schema.getEnum() != null
                && schema.getTitle() == null
                && parameter.getName().contains(".")) {
            schema.setTitle(operationId + "Request" + parameter.getName().replace(".", ""));
        }
    }

    /** Converts a parameter into a property of the request schema. */
    private Schema<?> toProperty(Schema<?> request, Parameter parameter, boolean server) {
        var schema = withDescription(parameter);
        schema.setDeprecated(parameter.getDeprecated());
        Constraints.makeBoundsInclusive(schema);
        var annotations = new ArrayList<String>();
        if ("repeatList".equals(extension(parameter.getExtensions(), "x-style"))) {
            annotations.add("@RepeatList");
        }
        if (server) {
            new Constraints(document, parameter.getExtensions(), schema).annotate(annotations);
            if (Boolean.TRUE.equals(parameter.getRequired()) || schema.getDefault() != null) {
                request.addRequiredItem(parameter.getName());
            }
        } else {
            schema.setDefault(null);
            markNestedLists(schema);
        }
        Constraints.addFieldAnnotations(schema, annotations);
        return schema;
    }

    /** Marks the lists in the objects of a repeat list, since they are repeat lists too. */
    private void markNestedLists(Schema<?> list) {
        if (ModelUtils.isArraySchema(list)) {
            var item = ModelUtils.getReferencedSchema(document, list.getItems());
            Stream.ofNullable(item.getProperties())
                    .flatMap(properties -> properties.values().stream())
                    .filter(ModelUtils::isArraySchema)
                    .forEach(property -> Constraints.addFieldAnnotations(property, List.of("@RepeatList")));
        }
    }

    private static Schema<?> withDescription(Parameter parameter) {
        var schema = parameter.getSchema();
        if (schema.get$ref() == null) {
            schema.setDescription(parameter.getDescription());
        }
        return schema;
    }

    private List<Map<String, Object>> commonParameters() {
        return commonParameters.values().stream().map(this::commonParameter).toList();
    }

    private Map<String, Object> commonParameter(List<Parameter> occurrences) {
        var parameter = occurrences.get(0);
        var errorIds = Constraints.errorIds(parameter.getExtensions());
        var invalid = errorIds.getOrDefault("enum", errorIds.get("format"));
        var values = new LinkedHashMap<String, Object>();
        values.put("name", parameter.getName());
        values.put(
                "constant",
                parameter.getName().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(java.util.Locale.ROOT));
        values.put(
                "description",
                Objects.toString(parameter.getDescription(), "").strip().replace("\n", "\n     * "));
        values.put("missing", constantOrNull(errorIds.get("required")));
        values.put("invalid", constantOrNull(invalid));
        values.put("values", allowedValues(occurrences));
        values.put("default", parameter.getSchema().getDefault());
        return values;
    }

    /** Returns the allowed values of a common parameter over all operations; those of Action differ. */
    private static List<String> allowedValues(List<Parameter> occurrences) {
        return occurrences.stream()
                .map(parameter -> parameter.getSchema().getEnum())
                .filter(Objects::nonNull)
                .flatMap(List<?>::stream)
                .map(Object::toString)
                .distinct()
                .toList();
    }

    private static String constantOrNull(String id) {
        return id == null ? "null" : "ApiError." + ErrorCatalogue.constant(id);
    }

    static boolean isCommonParameter(Parameter parameter) {
        return extension(parameter.getExtensions(), "x-common-parameter") != null;
    }

    static Object extension(Map<String, Object> extensions, String name) {
        return extensions == null ? null : extensions.get(name);
    }
}
