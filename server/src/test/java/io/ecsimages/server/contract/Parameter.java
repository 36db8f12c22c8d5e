package io.ecsimages.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import io.ecsimages.server.contract.ContractDocument.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A parameter of an action, with its serialization and the errors of its constraints. */
public record Parameter(ContractDocument contract, String action, JsonNode node, String pointer) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public String name() {
        return node.path("name").asText();
    }

    public boolean required() {
        return node.path("required").asBoolean();
    }

    Schema schema() {
        return contract.part(new Schema(node, pointer), "/schema");
    }

    /** Returns whether the list is sent as {@code Name.1}, {@code Name.2} and so on. */
    boolean isNumbered() {
        return node.path("x-style").asText().equals("repeatList");
    }

    /** Returns the example as request parameters. */
    Map<String, String> example() {
        var request = new TreeMap<String, String>();
        write(name(), node.path("example"), request);
        return request;
    }

    private void write(String name, JsonNode value, Map<String, String> request) {
        if (value.isArray() && !isNumbered()) {
            var items = new java.util.ArrayList<String>();
            value.forEach(item -> items.add(item.asText()));
            request.put(name, String.join(",", items));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                write(name + "." + (i + 1), value.get(i), request);
            }
        } else if (value.isObject()) {
            value.fields().forEachRemaining(field -> write(name + "." + field.getKey(), field.getValue(), request));
        } else {
            request.put(name, value.asText());
        }
    }

    /** Returns the ids of the errors that the contract names for a request; empty if the parameter is valid. */
    public Set<String> errors(Map<String, String> request) {
        var errors = new TreeSet<String>();
        var value = value(request);
        if (value == null) {
            if (required()) {
                errors.add(error(node, "required"));
            }
            return errors;
        }
        var schema = schema();
        for (Error problem : contract.problems(schema, value)) {
            var field = problem.getProperty();
            for (int i = problem.getInstanceLocation().getNameCount() - 1; i >= 0 && field == null; i--) {
                field = problem.getInstanceLocation().getName(i).matches("[0-9]+")
                        ? null
                        : problem.getInstanceLocation().getName(i);
            }
            var owner = field == null
                    ? node
                    : contract.items(schema).node().path("properties").path(field);
            errors.add(error(owner, problem.getKeyword()));
        }
        return errors;
    }

    private String error(JsonNode owner, String keyword) {
        var id = owner.path("x-errors").path(keyword).asText();
        if (id.isEmpty()) {
            throw new AssertionError("the contract names no error for " + keyword + " of " + name());
        }
        return id;
    }

    /** Returns the value as JSON; null if it is absent. A string that is invalid for its type stays a string. */
    private JsonNode value(Map<String, String> request) {
        return isNumbered() ? numbered(name(), schema(), request) : plain(schema(), request.get(name()));
    }

    private JsonNode plain(Schema schema, String string) {
        if (string == null || string.isEmpty()) {
            return null;
        }
        return schema.type().equals("array") ? commaList(contract.items(schema), string) : scalar(schema, string);
    }

    private static JsonNode commaList(Schema items, String string) {
        var list = JSON.arrayNode();
        Arrays.stream(string.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .forEach(item -> list.add(scalar(items, item)));
        return list.isEmpty() ? null : list;
    }

    private static JsonNode scalar(Schema schema, String string) {
        return switch (schema.type()) {
            case "integer" -> number(string, schema.node().path("format").asText());
            case "boolean" ->
                List.of("true", "false").contains(string.toLowerCase(java.util.Locale.ROOT))
                        ? BooleanNode.valueOf(Boolean.parseBoolean(string))
                        : TextNode.valueOf(string);
            default -> TextNode.valueOf(string);
        };
    }

    private static JsonNode number(String string, String format) {
        try {
            if (string.matches("-?[0-9]+")) {
                return format.equals("int64")
                        ? LongNode.valueOf(Long.parseLong(string))
                        : IntNode.valueOf(Integer.parseInt(string));
            }
        } catch (NumberFormatException e) {
            // The number is out of range.
        }
        return TextNode.valueOf(string);
    }

    private JsonNode numbered(String name, Schema list, Map<String, String> request) {
        var items = contract.items(list);
        var numbers = new TreeSet<Integer>();
        request.keySet().stream()
                .filter(key -> key.matches(java.util.regex.Pattern.quote(name) + "\\.[0-9]+(\\..*)?"))
                .forEach(key -> numbers.add(
                        Integer.parseInt(key.substring(name.length() + 1).replaceFirst("\\..*", ""))));
        var value = JSON.arrayNode();
        for (int n : numbers) {
            var item = item(name + "." + n, items, request);
            if (item != null) {
                value.add(item);
            }
        }
        return value.isEmpty() ? null : value;
    }

    private JsonNode item(String name, Schema items, Map<String, String> request) {
        if (!items.type().equals("object")) {
            return request.containsKey(name) ? scalar(items, request.get(name)) : null;
        }
        var object = JSON.objectNode();
        items.node().path("properties").fields().forEachRemaining(property -> {
            var field = contract.field(items, property.getKey());
            var other = name + "." + property.getValue().path("x-alias").asText();
            var string = request.getOrDefault(name + "." + property.getKey(), request.get(other));
            var value = field.type().equals("array")
                    ? numbered(name + "." + property.getKey(), field, request)
                    : string == null ? null : scalar(field, string);
            if (value != null) {
                object.set(property.getKey(), value);
            }
        });
        return object.isEmpty() ? null : object;
    }
}
