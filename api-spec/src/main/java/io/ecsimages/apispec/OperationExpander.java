package io.ecsimages.apispec;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Adds the common parameters and the error responses to every operation.
 *
 * <p>The root document declares both once: the parameters under its components, marked {@code x-common-parameter}, and the
 * errors as {@link ErrorDefinitions}.
 */
final class OperationExpander {

    private final OpenAPI document;

    OperationExpander(OpenAPI document) {
        this.document = document;
    }

    /** Expands every operation. The only value of its parameter Action is its operationId. */
    void expand() {
        for (PathItem path : document.getPaths().values()) {
            var operation = path.getGet();
            path.setParameters(parameters(path, operation));
            operation.setParameters(null);
        }
        ErrorDefinitions.expand(document);
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
                    .deprecated(operation.getDeprecated())
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

    private Components components() {
        return document.getComponents();
    }
}
