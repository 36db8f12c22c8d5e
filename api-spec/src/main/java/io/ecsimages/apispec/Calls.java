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
 * Completes each call with what the document says once for all calls, under its components: the parameters of the envelope
 * ({@code x-common-parameter}), and the errors that any call can meet (the responses that are named by a status).
 */
final class Calls {

    private static final String JSON = "application/json";

    private final OpenAPI document;

    Calls(OpenAPI document) {
        this.document = document;
    }

    /** Gives every call its envelope, in which its Action is its operationId, and the errors of all calls. */
    void complete() {
        nameSharedErrors();
        for (PathItem path : document.getPaths().values()) {
            var call = path.getGet();
            if (call == null || path.readOperations().size() > 1) {
                throw new InvalidContractException("a call is one GET operation; its POST follows from it");
            }
            path.setParameters(parameters(path, call));
            call.setParameters(null);
            commonErrors()
                    .forEach((status, common) -> call.getResponses()
                            .addApiResponse(status, merged(call.getResponses().get(status), common)));
        }
    }

    /**
     * Gives the errors that several calls list their ids as names. Where they are written they have hyphens for dots, since
     * the parser takes a reference with a dot in its last name for a file.
     */
    private void nameSharedErrors() {
        var examples = components().getExamples();
        var byId = new LinkedHashMap<String, Example>();
        examples.forEach((name, example) -> byId.put(name.replace('-', '.'), example));
        components().setExamples(byId);
        for (PathItem path : document.getPaths().values()) {
            path.readOperations().stream()
                    .flatMap(call -> call.getResponses().values().stream())
                    .filter(response -> response.getContent() != null)
                    .flatMap(response -> response.getContent().values().stream())
                    .filter(media -> media.getExamples() != null)
                    .flatMap(media -> media.getExamples().values().stream())
                    .filter(example -> example.get$ref() != null)
                    .forEach(example -> example.set$ref("#/components/examples/"
                            + example.get$ref().replaceAll(".*/", "").replace('-', '.')));
        }
    }

    /** Adds the form that every call may also be sent as. */
    void addForms() {
        for (PathItem path : document.getPaths().values()) {
            var call = path.getGet();
            path.setPost(new Operation()
                    .operationId(call.getOperationId() + "ByForm")
                    .summary(call.getOperationId() + " as a POST")
                    .description(
                            "The same call. Every parameter above may stand in the form, in the query, or some here"
                                    + " and some there; one that stands in both must have the same value.")
                    .tags(call.getTags())
                    .requestBody(form(call.getOperationId()))
                    .responses(call.getResponses()));
        }
    }

    private static RequestBody form(String action) {
        var schema = new ObjectSchema();
        schema.setAdditionalProperties(new StringSchema());
        return new RequestBody()
                .description("Any of the parameters above, under the same names.")
                .content(new Content()
                        .addMediaType(
                                "application/x-www-form-urlencoded",
                                new MediaType().schema(schema).example(Map.of("Action", action))));
    }

    /** The envelope, then the call's own parameters, which the parser may have moved from the path to the operation. */
    private List<Parameter> parameters(PathItem path, Operation call) {
        var parameters = new ArrayList<Parameter>();
        components().getParameters().values().stream()
                .filter(parameter -> Contract.extension(parameter.getExtensions(), "x-common-parameter") != null)
                .map(parameter ->
                        parameter.getName().equals("Action") ? actionOf(parameter, call.getOperationId()) : parameter)
                .forEach(parameters::add);
        Stream.of(path.getParameters(), call.getParameters())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .forEach(parameters::add);
        return parameters;
    }

    private static Parameter actionOf(Parameter common, String action) {
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

    /** The errors of one status: the call's own, then those of all calls, all of one shape. */
    private static ApiResponse merged(ApiResponse own, ApiResponse common) {
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
                .description(common.getDescription())
                .headers(common.getHeaders())
                .content(content);
    }

    private Components components() {
        return document.getComponents();
    }
}
