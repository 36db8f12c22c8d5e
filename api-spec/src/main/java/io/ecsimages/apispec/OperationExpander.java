package io.ecsimages.apispec;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Adds the common parameters and the common errors to every operation.
 *
 * <p>The root document declares both once, under its components: parameters marked {@code x-common-parameter}, and responses
 * that have an HTTP status as their name.
 */
final class OperationExpander {

    private static final String JSON = "application/json";

    private final OpenAPI document;

    OperationExpander(OpenAPI document) {
        this.document = document;
    }

    /** Expands every operation. The only value of its parameter Action is its operationId. */
    void expand() {
        restoreErrorIds();
        for (PathItem path : document.getPaths().values()) {
            var operation = path.getGet();
            if (operation == null || path.readOperations().size() > 1) {
                throw new InvalidContractException("a path must have GET and no other method; the build adds POST");
            }
            path.setParameters(parameters(path, operation));
            operation.setParameters(null);
            var responses = operation.getResponses();
            commonErrors()
                    .forEach(
                            (status, common) -> responses.addApiResponse(status, merge(responses.get(status), common)));
        }
    }

    /**
     * Replaces the hyphens in the names of shared errors by dots. The documents use hyphens because the parser reads a
     * reference whose last part has a dot as a file name.
     */
    private void restoreErrorIds() {
        var examples = components().getExamples();
        var byId = new LinkedHashMap<String, Example>();
        examples.forEach((name, example) -> byId.put(name.replace('-', '.'), example));
        components().setExamples(byId);
        for (PathItem path : document.getPaths().values()) {
            path.readOperations().stream()
                    .flatMap(operation -> operation.getResponses().values().stream())
                    .filter(response -> response.getContent() != null)
                    .flatMap(response -> response.getContent().values().stream())
                    .filter(media -> media.getExamples() != null)
                    .flatMap(media -> media.getExamples().values().stream())
                    .filter(example -> example.get$ref() != null)
                    .forEach(example -> example.set$ref("#/components/examples/"
                            + example.get$ref().replaceAll(".*/", "").replace('-', '.')));
        }
    }

    /** Adds a POST with a form body to every operation. */
    void addFormPosts() {
        for (PathItem path : document.getPaths().values()) {
            var operation = path.getGet();
            path.setPost(new Operation()
                    .operationId(operation.getOperationId() + "ByForm")
                    .summary(operation.getOperationId() + " as a POST")
                    .description("The same operation. Send each parameter in the form or in the query; a parameter that"
                            + " is in both must have the same value.")
                    .tags(operation.getTags())
                    .requestBody(formBody(operation.getOperationId()))
                    .responses(operation.getResponses()));
        }
    }

    private static RequestBody formBody(String action) {
        var schema = new ObjectSchema();
        schema.setAdditionalProperties(new StringSchema());
        return new RequestBody()
                .description("Any of the parameters above, under the same names.")
                .content(new Content()
                        .addMediaType(
                                "application/x-www-form-urlencoded",
                                new MediaType().schema(schema).example(Map.of("Action", action))));
    }

    /** Returns the common parameters, then the operation's own, which the parser may have moved from the path. */
    private List<Parameter> parameters(PathItem path, Operation operation) {
        var parameters = new ArrayList<Parameter>();
        components().getParameters().values().stream()
                .filter(ContractPreprocessor::isCommonParameter)
                .map(parameter -> parameter.getName().equals("Action")
                        ? actionParameter(parameter, operation.getOperationId())
                        : parameter)
                .forEach(parameters::add);
        Stream.of(path.getParameters(), operation.getParameters())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .forEach(parameters::add);
        return parameters;
    }

    private static Parameter actionParameter(Parameter common, String action) {
        return new Parameter()
                .name(common.getName())
                .in(common.getIn())
                .required(common.getRequired())
                .description(common.getDescription())
                .extensions(common.getExtensions())
                .schema(new StringSchema()._enum(List.of(action)))
                .example(action);
    }

    private Map<String, ApiResponse> commonErrors() {
        var errors = new LinkedHashMap<String, ApiResponse>();
        components().getResponses().forEach((name, response) -> {
            if (name.matches("[0-9]{3}")) {
                errors.put(name, response);
            }
        });
        return errors;
    }

    /** Returns the response of one status: the operation's description and errors, then the common errors and schema. */
    private static ApiResponse merge(ApiResponse own, ApiResponse common) {
        if (own == null) {
            return common;
        }
        var examples =
                new LinkedHashMap<String, Example>(own.getContent().get(JSON).getExamples());
        common.getContent().get(JSON).getExamples().forEach(examples::putIfAbsent);
        var content = new Content();
        common.getContent()
                .forEach((type, media) -> content.addMediaType(
                        type, new MediaType().schema(media.getSchema()).examples(type.equals(JSON) ? examples : null)));
        return new ApiResponse()
                .description(own.getDescription())
                .headers(common.getHeaders())
                .content(content);
    }

    private Components components() {
        return document.getComponents();
    }
}
