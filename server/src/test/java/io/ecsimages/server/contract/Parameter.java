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

/** A parameter of a call: how its value goes over the wire, and which errors the contract names for it. */
public record Parameter(ContractDocument contract, String call, JsonNode node, String pointer) {

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

    /** Whether its items are sent as {@code Name.1}, {@code Name.2} and so on. */
    boolean isNumbered() {
        return node.path("x-style").asText().equals("repeatList");
    }

    /** The example, as it is sent. */
    Map<String, String> example() {
        var sent = new TreeMap<String, String>();
        write(name(), node.path("example"), sent);
        return sent;
    }

    private void write(String name, JsonNode value, Map<String, String> sent) {
        if (value.isArray() && !isNumbered()) {
            var items = new java.util.ArrayList<String>();
            value.forEach(item -> items.add(item.asText()));
            sent.put(name, String.join(",", items));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                write(name + "." + (i + 1), value.get(i), sent);
            }
        } else if (value.isObject()) {
            value.fields().forEachRemaining(member -> write(name + "." + member.getKey(), member.getValue(), sent));
        } else {
            sent.put(name, value.asText());
        }
    }

    /** The errors that the contract names for what is sent; none where it is as it must be. */
    public Set<String> errors(Map<String, String> sent) {
        var errors = new TreeSet<String>();
        var value = value(sent);
        if (value == null) {
            if (required()) {
                errors.add(error(node, "required"));
            }
            return errors;
        }
        var schema = schema();
        for (Error problem : contract.problems(schema, value)) {
            var member = problem.getProperty();
            for (int i = problem.getInstanceLocation().getNameCount() - 1; i >= 0 && member == null; i--) {
                member = problem.getInstanceLocation().getName(i).matches("[0-9]+")
                        ? null
                        : problem.getInstanceLocation().getName(i);
            }
            var place = member == null
                    ? node
                    : contract.items(schema).node().path("properties").path(member);
            errors.add(error(place, problem.getKeyword()));
        }
        return errors;
    }

    private String error(JsonNode place, String keyword) {
        var id = place.path("x-errors").path(keyword).asText();
        if (id.isEmpty()) {
            throw new AssertionError("the contract names no error for " + keyword + " of " + name());
        }
        return id;
    }

    /** What is sent, as JSON; null where it is absent. A text that is no value of its type stays a text. */
    private JsonNode value(Map<String, String> sent) {
        return isNumbered() ? numbered(name(), schema(), sent) : plain(schema(), sent.get(name()));
    }

    private JsonNode plain(Schema schema, String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return schema.type().equals("array") ? commaList(contract.items(schema), text) : scalar(schema, text);
    }

    private static JsonNode commaList(Schema items, String text) {
        var list = JSON.arrayNode();
        Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .forEach(item -> list.add(scalar(items, item)));
        return list.isEmpty() ? null : list;
    }

    private static JsonNode scalar(Schema schema, String text) {
        return switch (schema.type()) {
            case "integer" -> number(text, schema.node().path("format").asText());
            case "boolean" ->
                List.of("true", "false").contains(text.toLowerCase(java.util.Locale.ROOT))
                        ? BooleanNode.valueOf(Boolean.parseBoolean(text))
                        : TextNode.valueOf(text);
            default -> TextNode.valueOf(text);
        };
    }

    private static JsonNode number(String text, String format) {
        try {
            if (text.matches("-?[0-9]+")) {
                return format.equals("int64")
                        ? LongNode.valueOf(Long.parseLong(text))
                        : IntNode.valueOf(Integer.parseInt(text));
            }
        } catch (NumberFormatException e) {
            // Beyond its format.
        }
        return TextNode.valueOf(text);
    }

    private JsonNode numbered(String name, Schema list, Map<String, String> sent) {
        var items = contract.items(list);
        var numbers = new TreeSet<Integer>();
        sent.keySet().stream()
                .filter(key -> key.matches(java.util.regex.Pattern.quote(name) + "\\.[0-9]+(\\..*)?"))
                .forEach(key -> numbers.add(
                        Integer.parseInt(key.substring(name.length() + 1).replaceFirst("\\..*", ""))));
        var value = JSON.arrayNode();
        for (int n : numbers) {
            var item = item(name + "." + n, items, sent);
            if (item != null) {
                value.add(item);
            }
        }
        return value.isEmpty() ? null : value;
    }

    private JsonNode item(String name, Schema items, Map<String, String> sent) {
        if (!items.type().equals("object")) {
            return sent.containsKey(name) ? scalar(items, sent.get(name)) : null;
        }
        var structure = JSON.objectNode();
        items.node().path("properties").fields().forEachRemaining(property -> {
            var member = contract.member(items, property.getKey());
            var other = name + "." + property.getValue().path("x-alias").asText();
            var text = sent.getOrDefault(name + "." + property.getKey(), sent.get(other));
            var value = member.type().equals("array")
                    ? numbered(name + "." + property.getKey(), member, sent)
                    : text == null ? null : scalar(member, text);
            if (value != null) {
                structure.set(property.getKey(), value);
            }
        });
        return structure.isEmpty() ? null : structure;
    }
}
