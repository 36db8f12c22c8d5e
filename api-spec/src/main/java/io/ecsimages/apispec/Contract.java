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
import org.openapitools.codegen.utils.ModelUtils;

/**
 * The OpenAPI document with its extensions, turned into one that the generator understands: the parameters of each
 * operation become one schema, {@code <Operation>Request}, whose constraints carry the errors that they yield.
 */
public final class Contract {

    private final OpenAPI document;
    private final ErrorCatalogue errors;
    private final Map<String, Parameter> commonParameters = new LinkedHashMap<>();
    private final List<String> actions = new ArrayList<>();

    public Contract(OpenAPI document) {
        this.document = document;
        this.errors = new ErrorCatalogue(document);
        XmlNames.check(document);
    }

    /** Prepares the document for the server, where every constraint names its error and defaults are applied. */
    public void forServer(Map<String, Object> templateValues) {
        requestSchemas(true);
        XmlNames.annotate(document);
        templateValues.put("errors", errors.entries());
        templateValues.put("commonParameters", commonParameters());
        templateValues.put("actions", actions);
    }

    /** Prepares the document for the client, which sends what it is given and leaves the judgement to the server. */
    public void forClient(Map<String, Object> templateValues) {
        requestSchemas(false);
        var version = commonParameters.get("Version");
        templateValues.put("apiVersion", version.getSchema().getEnum().get(0));
    }

    private void requestSchemas(boolean server) {
        for (PathItem path : document.getPaths().values()) {
            for (var method : List.copyOf(path.readOperationsMap().entrySet())) {
                if (extension(method.getValue().getExtensions(), "x-same-as") != null) {
                    path.operation(method.getKey(), null);
                } else {
                    requestSchema(path, method.getValue(), server);
                }
            }
            path.setParameters(null);
        }
    }

    private void requestSchema(PathItem path, Operation operation, boolean server) {
        var request = new ObjectSchema();
        request.setDescription("The parameters of " + operation.getOperationId() + ".");
        var parameters = new ArrayList<Parameter>();
        addAll(parameters, path.getParameters());
        addAll(parameters, operation.getParameters());
        for (Parameter parameter : parameters) {
            if (extension(parameter.getExtensions(), "x-protocol") != null) {
                commonParameters.putIfAbsent(parameter.getName(), parameter);
            } else {
                request.addProperty(parameter.getName(), property(request, parameter, server));
            }
        }
        operation.setParameters(new ArrayList<>());
        actions.add(operation.getOperationId());
        document.getComponents().addSchemas(operation.getOperationId() + "Request", request);
    }

    private void addAll(List<Parameter> parameters, List<Parameter> more) {
        if (more != null) {
            for (Parameter parameter : more) {
                var resolved = ModelUtils.getReferencedParameter(document, parameter);
                if (parameters.stream().noneMatch(known -> known.getName().equals(resolved.getName()))) {
                    parameters.add(resolved);
                }
            }
        }
    }

    /** The schema of one parameter, as a property of the request. */
    private Schema<?> property(Schema<?> request, Parameter parameter, boolean server) {
        var place = "the parameter " + parameter.getName();
        var schema = withDescription(parameter);
        var annotations = new ArrayList<String>();
        if (ModelUtils.isArraySchema(schema)) {
            var repeated = "repeatList".equals(extension(parameter.getExtensions(), "x-style"));
            if (repeated) {
                annotations.add("@RepeatList");
            } else if (!Boolean.FALSE.equals(parameter.getExplode())) {
                throw new InvalidContractException(
                        place + " is a list: say explode: false (commas) or x-style: repeatList");
            }
        }
        if (server) {
            var required = Boolean.TRUE.equals(parameter.getRequired());
            new Constraints(document, errors, place, parameter.getExtensions(), schema, required).annotate(annotations);
            if (required || schema.getDefault() != null) {
                request.addRequiredItem(parameter.getName());
            }
        } else {
            schema.setDefault(null);
        }
        Constraints.annotateField(schema, annotations);
        return schema;
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

    private Map<String, Object> commonParameter(Parameter parameter) {
        var place = "the parameter " + parameter.getName();
        var violations = Constraints.ofEnvelope(place, parameter);
        var invalid = violations.getOrDefault("enum", violations.get("format"));
        var values = new LinkedHashMap<String, Object>();
        values.put("name", parameter.getName());
        values.put(
                "constant",
                parameter.getName().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(java.util.Locale.ROOT));
        values.put(
                "description",
                Objects.toString(parameter.getDescription(), "").strip().replace("\n", "\n     * "));
        values.put("missing", constantOrNull(violations.get("required"), place));
        values.put("invalid", constantOrNull(invalid, place));
        values.put(
                "values",
                parameter.getSchema().getEnum() == null
                        ? List.of()
                        : parameter.getSchema().getEnum());
        values.put("default", parameter.getSchema().getDefault());
        return values;
    }

    private String constantOrNull(String id, String place) {
        return id == null ? "null" : "ApiError." + errors.constantOf(id, place);
    }

    static Object extension(Map<String, Object> extensions, String name) {
        return extensions == null ? null : extensions.get(name);
    }
}
