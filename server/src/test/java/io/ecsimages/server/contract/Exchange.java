package io.ecsimages.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ecsimages.server.contract.ContractDocument.Schema;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * A request and its response, to be checked against the contract. Any response must be one that the contract lists. If its
 * status is 200, the request must meet the constraints.
 */
record Exchange(
        String method,
        String uri,
        HttpHeaders requestHeaders,
        byte[] form,
        int status,
        HttpHeaders headers,
        byte[] body) {

    private static final ContractDocument CONTRACT = ContractDocument.CONTRACT;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the differences from the contract; empty for a request to another path. */
    List<String> problems() {
        if (!uri.startsWith("/?") && !uri.equals("/")) {
            return List.of();
        }
        if (method.equals("OPTIONS") && status == 200) {
            // The response to a preflight request is part of HTTP, not of the API.
            return List.of();
        }
        var action = action();
        if (action != null && CONTRACT.actions().contains(action)) {
            return problems(action);
        }
        // The action is unknown, so the error must be one of every action.
        return CONTRACT.actions().stream()
                .map(this::problems)
                .filter(problems -> !problems.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private String action() {
        var isVersion3 = requestHeaders.get("Authorization", "").startsWith("ACS3-");
        return isVersion3 ? requestHeaders.get("x-acs-action") : parameters().get("Action");
    }

    private Map<String, String> parameters() {
        var parameters = new TreeMap<String, String>();
        try {
            Stream.of(
                            new QueryStringDecoder(uri, StandardCharsets.UTF_8),
                            new QueryStringDecoder(
                                    new String(form, StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8, false))
                    .forEach(decoder ->
                            decoder.parameters().forEach((name, values) -> parameters.put(name, values.get(0))));
        } catch (IllegalArgumentException e) {
            // The encoding is invalid, so the parameters are unknown.
            parameters.clear();
        }
        return parameters;
    }

    private List<String> problems(String action) {
        var problems = new ArrayList<String>();
        var type = headers.get("Content-Type", "").replaceFirst(";.*", "");
        var schema = CONTRACT.response(action, status, type);
        if (schema.node().isMissingNode()) {
            return List.of(action + " lists no response " + status + " of type \"" + type + "\"");
        }
        if (method.equals("HEAD")) {
            return problems;
        }
        try {
            var response = type.equals("text/xml") ? xml(schema) : JSON.readTree(plainBody());
            CONTRACT.problems(schema, response).forEach(problem -> problems.add(problem.toString()));
            if (!response.path("RequestId").asText().equals(headers.get("x-acs-request-id"))) {
                problems.add("the header x-acs-request-id is not the RequestId");
            }
            if (status >= 400 && CONTRACT.errors(action).stream().noneMatch(error -> matches(error, response))) {
                problems.add(action + " lists no such error with the status " + status);
            }
        } catch (Exception e) {
            problems.add(e.toString());
        }
        if (status == 200) {
            var parameters = parameters();
            for (Parameter parameter : CONTRACT.parameters(action)) {
                parameter
                        .errors(parameters)
                        .forEach(error -> problems.add(parameter.name() + " should have been rejected: " + error));
            }
        }
        return problems;
    }

    /** Returns whether a response is this error. A detail follows a message that ends with a colon. */
    private boolean matches(ContractDocument.ListedError error, JsonNode response) {
        var message = response.path("Message").asText();
        var listed = error.response().path("Message").asText();
        return error.status() == status
                && error.response().path("Code").equals(response.path("Code"))
                && (listed.endsWith(":") ? message.startsWith(listed) : message.equals(listed));
    }

    private byte[] plainBody() throws IOException {
        return headers.get("Content-Encoding", "").equals("gzip")
                ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()
                : body;
    }

    /** Converts a response from XML to JSON by its schema. */
    private JsonNode xml(Schema schema) throws Exception {
        var root = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(plainBody()))
                .getDocumentElement();
        var name = schema.node().at("/xml/name").asText();
        if (!root.getTagName().equals(name)) {
            throw new IOException("the root element is " + root.getTagName() + ", not " + name);
        }
        return read(root, schema);
    }

    private static JsonNode read(Element element, Schema schema) throws IOException {
        var text = element.getTextContent();
        switch (schema.type()) {
            case "object":
                return object(element, schema);
            case "integer":
                return LongNode.valueOf(Long.parseLong(text));
            case "boolean":
                if (!List.of("true", "false").contains(text)) {
                    throw new IOException(element.getTagName() + " is not a boolean: " + text);
                }
                return BooleanNode.valueOf(Boolean.parseBoolean(text));
            default:
                return TextNode.valueOf(text);
        }
    }

    private static JsonNode object(Element element, Schema schema) throws IOException {
        var object = JsonNodeFactory.instance.objectNode();
        var properties = schema.node().path("properties");
        properties.fieldNames().forEachRemaining(name -> {
            if (CONTRACT.field(schema, name).type().equals("array")) {
                object.putArray(name);
            }
        });
        for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                var name = child.getTagName();
                if (!properties.has(name)) {
                    if (schema.node().path("additionalProperties").asBoolean()) {
                        continue;
                    }
                    throw new IOException(element.getTagName() + " has unknown field " + name);
                }
                var field = CONTRACT.field(schema, name);
                if (object.get(name) instanceof ArrayNode list) {
                    list.add(read(child, CONTRACT.items(field)));
                } else if (object.has(name)) {
                    throw new IOException(element.getTagName() + " has repeated field " + name);
                } else {
                    object.set(name, read(child, field));
                }
            }
        }
        return object;
    }
}
