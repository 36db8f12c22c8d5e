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
 * The OpenAPI document with its extensions, turned into one that the generator understands: the parameters of each
 * operation become one schema, {@code <Operation>Request}, whose constraints carry the errors that they yield.
 */
public final class Contract {

    private final OpenAPI document;
    private final Calls calls;
    private final ErrorCatalogue errors;
    private final Map<String, List<Parameter>> commonParameters = new LinkedHashMap<>();

    public Contract(OpenAPI document) {
        this.document = document;
        this.calls = new Calls(document);
        calls.complete();
        this.errors = new ErrorCatalogue(document);
        XmlNames.check(document);
    }

    /** Prepares the document for the server, where every constraint names its error and defaults are applied. */
    public void forServer(Map<String, Object> templateValues) {
        requestSchemas(true);
        XmlNames.annotate(document);
        templateValues.put("errors", errors.entries());
        templateValues.put("commonParameters", commonParameters());
    }

    /** Prepares the document for the client, which sends what it is given and leaves the judgement to the server. */
    public void forClient(Map<String, Object> templateValues) {
        requestSchemas(false);
        forgetDefaults();
        templateValues.put("errorCodes", errors.codes());
        templateValues.put(
                "apiVersion", allowedValues(commonParameters.get("Version")).get(0));
    }

    /** Prepares the document for readers and for other generators: whole, and in one piece. */
    public void forReaders() {
        calls.addForms();
    }

    /** What the service does not answer is not there; a default is the server's. */
    private void forgetDefaults() {
        document.getComponents().getSchemas().values().stream()
                .filter(schema -> schema.getProperties() != null)
                .forEach(schema -> {
                    Map<String, Schema> properties = schema.getProperties();
                    properties.values().forEach(property -> property.setDefault(null));
                });
    }

    private void requestSchemas(boolean server) {
        for (PathItem path : document.getPaths().values()) {
            var call = path.getGet();
            // The generator makes one interface per tag.
            call.setTags(List.of(server ? call.getOperationId() : "Ecs"));
            requestSchema(path, call, server);
            path.setParameters(null);
        }
    }

    private void requestSchema(PathItem path, Operation operation, boolean server) {
        var request = new ObjectSchema();
        request.setDescription("The parameters of " + operation.getOperationId() + ".");
        for (Parameter reference : path.getParameters()) {
            var parameter = ModelUtils.getReferencedParameter(document, reference);
            if (extension(parameter.getExtensions(), "x-common-parameter") != null) {
                commonParameters
                        .computeIfAbsent(parameter.getName(), name -> new ArrayList<>())
                        .add(parameter);
            } else {
                request.addProperty(parameter.getName(), property(request, parameter, server));
            }
        }
        var pageSize = request.getProperties().get("PageSize");
        if (pageSize != null) {
            operation.addExtension("x-maximum-page-size", pageSize.getMaximum());
            operation.addExtension("x-constant", ErrorCatalogue.constant(operation.getOperationId()));
        }
        operation.setParameters(new ArrayList<>());
        document.getComponents().addSchemas(operation.getOperationId() + "Request", request);
    }

    /** The schema of one parameter, as a property of the request. */
    private Schema<?> property(Schema<?> request, Parameter parameter, boolean server) {
        var place = "the parameter " + parameter.getName();
        var schema = withDescription(parameter);
        checkReference(place, ModelUtils.isArraySchema(schema) ? schema.getItems() : schema);
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
            numberMembers(schema);
        }
        Constraints.annotateField(schema, annotations);
        return schema;
    }

    /** A list within a structure of a numbered list is numbered too. */
    private void numberMembers(Schema<?> list) {
        if (ModelUtils.isArraySchema(list)) {
            var item = ModelUtils.getReferencedSchema(document, list.getItems());
            Stream.ofNullable(item.getProperties())
                    .flatMap(properties -> properties.values().stream())
                    .filter(ModelUtils::isArraySchema)
                    .forEach(member -> Constraints.annotateField(member, List.of("@RepeatList")));
        }
    }

    /** The parser leaves a reference within the document of a call as it is, so that it leads nowhere. */
    private void checkReference(String place, Schema<?> schema) {
        var reference = schema.get$ref();
        if (reference != null && ModelUtils.getSchema(document, ModelUtils.getSimpleRef(reference)) == null) {
            throw new InvalidContractException(place + " refers to " + reference
                    + ", which is not there; a parameter refers to a schema by file and place");
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

    private Map<String, Object> commonParameter(List<Parameter> ofEachCall) {
        var parameter = ofEachCall.get(0);
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
        values.put("values", allowedValues(ofEachCall));
        values.put("default", parameter.getSchema().getDefault());
        return values;
    }

    /** What a parameter of the envelope may be: the Action differs from call to call. */
    private static List<String> allowedValues(List<Parameter> ofEachCall) {
        return ofEachCall.stream()
                .map(parameter -> parameter.getSchema().getEnum())
                .filter(Objects::nonNull)
                .flatMap(List<?>::stream)
                .map(Object::toString)
                .distinct()
                .toList();
    }

    private String constantOrNull(String id, String place) {
        return id == null ? "null" : "ApiError." + errors.constantOf(id, place);
    }

    static Object extension(Map<String, Object> extensions, String name) {
        return extensions == null ? null : extensions.get(name);
    }
}
