package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A change of one keyword in the contract.
 *
 * @param description the place and the change
 * @param contract the changed contract
 * @param marker a string that a followed change brings into server, client or documentation; empty if there is none
 */
record KeywordMutation(String description, ContractSource contract, String marker) {

    /** A string that the contract does not contain. */
    private static final String MARKER = "Mutant";

    /** The begin of the key of a path. */
    private static final String ACTION = "/#Action=";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The keywords with an error in x-errors. */
    private static final List<String> CONSTRAINTS = List.of(
            "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "multipleOf", "pattern", "enum");

    /** The kinds of objects whose errors and evidence a change must not repair, since it changes them. */
    private static final Set<String> NOT_REPAIRED = Set.of("x-errors", "x-evidence");

    /** The number of values of a keyword at one place. */
    static final int MOST_VALUES = 8;

    /** The type of the schemas that can have a constraint. */
    private static final Map<String, String> TYPES = Map.of(
            "minimum", "integer",
            "maximum", "integer",
            "multipleOf", "integer",
            "minLength", "string",
            "maxLength", "string",
            "pattern", "string",
            "minItems", "array",
            "maxItems", "array");

    /** What happens to a keyword. */
    enum Change {
        ADD,
        REMOVE,
        REPLACE
    }

    /**
     * Returns the mutations of a keyword at a place, the most probable to be followed first.
     *
     * @param contract a contract with one operation, and with the components of all
     */
    static List<Supplier<KeywordMutation>> of(
            VocabularyKeyword keyword, VocabularyKeyword.Site site, Change change, ContractSource contract) {
        var owner = contract.documents().get(site.document()).at(site.pointer());
        var name = keyword.name();
        var where = site.document() + "#" + site.pointer() + "/" + name;
        var mutations = new ArrayList<Supplier<KeywordMutation>>();
        if (owner.has(name) == (change == Change.ADD)
                || change == Change.ADD && site.pointer().endsWith("/x-errors") && !fits(name, site, contract)) {
            return mutations;
        } else if (change == Change.REMOVE) {
            mutations.add(() -> create(where + " removed", keyword, site, contract, object -> object.remove(name), ""));
            return mutations;
        }
        if (keyword.isMap() && change == Change.REPLACE) {
            addEntries(mutations, where, keyword, site, contract);
        }
        for (JsonNode value : new Values(keyword, site, contract).of(owner.get(name))) {
            var marker = value.toString().contains(MARKER) ? MARKER : "";
            var description = where + ": " + value;
            mutations.add(
                    () -> create(description, keyword, site, contract, object -> object.set(name, value), marker));
        }
        var first = mutations.subList(0, Math.min(MOST_VALUES, mutations.size()));
        if (name.equals("$ref")) {
            var target = owner.get(name).asText().replaceFirst(".*/", "");
            first.add(0, () -> renamed(where + ": " + target, contract, target, target + MARKER, MARKER));
        }
        return first;
    }

    /** Returns whether a constraint fits to the schema with these errors. */
    private static boolean fits(String constraint, VocabularyKeyword.Site errors, ContractSource contract) {
        return schema(errors, contract).path("type").asText().equals(TYPES.get(constraint));
    }

    /** Returns the schema with these errors. */
    private static JsonNode schema(VocabularyKeyword.Site errors, ContractSource contract) {
        var owner =
                contract.documents().get(errors.document()).at(errors.pointer().replaceFirst("/x-errors$", ""));
        return owner.has("schema") ? owner.get("schema") : owner;
    }

    /** Adds mutations that rename or copy the entries of a map. */
    private static void addEntries(
            List<Supplier<KeywordMutation>> mutations,
            String where,
            VocabularyKeyword keyword,
            VocabularyKeyword.Site site,
            ContractSource contract) {
        var map = contract.documents().get(site.document()).at(site.pointer()).get(keyword.name());
        var used = contract.withoutUnused()
                .documents()
                .get(site.document())
                .at(site.pointer())
                .path(keyword.name());
        var entries = new ArrayList<String>();
        used.fieldNames().forEachRemaining(entries::add);
        // The server uses the first entries of some maps by name.
        Collections.reverse(entries);
        entries.forEach(entry -> {
            var isStatus = entry.matches("\\d+");
            var other = isStatus ? "418" : entry + MARKER;
            var marker = isStatus ? other : MARKER;
            mutations.add(() -> renamed(
                    where + ": " + entry, contract, entry.replace(ACTION, ""), other.replace(ACTION, ""), marker));
            mutations.add(() -> create(
                    where + ": " + entry + " copied",
                    keyword,
                    site,
                    contract,
                    object -> ((ObjectNode) object.get(keyword.name())).set(other, map.get(entry)),
                    marker));
        });
    }

    private static KeywordMutation renamed(
            String what, ContractSource contract, String from, String to, String marker) {
        var renamed = contract.copy();
        renamed.documents().replaceAll((name, document) -> (ObjectNode) rename(document, from, to));
        return new KeywordMutation(what + " renamed", renamed.withoutUnused(), marker);
    }

    /** Replaces a name as a key, as a value, and at the end of a reference or a path. */
    private static JsonNode rename(JsonNode node, String from, String to) {
        if (node instanceof ObjectNode object) {
            var renamed = JSON.objectNode();
            object.fields()
                    .forEachRemaining(field ->
                            renamed.set(renamed(field.getKey(), from, to), rename(field.getValue(), from, to)));
            return renamed;
        } else if (node instanceof ArrayNode array) {
            var renamed = JSON.arrayNode();
            array.forEach(item -> renamed.add(rename(item, from, to)));
            return renamed;
        }
        return node.isTextual() ? TextNode.valueOf(renamed(node.asText(), from, to)) : node;
    }

    private static String renamed(String text, String from, String to) {
        return text.equals(from) || text.endsWith("/" + from) || text.endsWith("Action=" + from)
                ? text.substring(0, text.length() - from.length()) + to
                : text;
    }

    private static KeywordMutation create(
            String description,
            VocabularyKeyword keyword,
            VocabularyKeyword.Site site,
            ContractSource contract,
            Consumer<ObjectNode> change,
            String marker) {
        var mutant = contract.copy();
        var before = contract.documents().get(site.document()).at(site.pointer());
        var owner = (ObjectNode) mutant.documents().get(site.document()).at(site.pointer());
        change.accept(owner);
        new Repair(mutant, site, before).repair(keyword, owner);
        return new KeywordMutation(description, mutant.withoutUnused(), marker);
    }

    /** Finds values for a keyword: those that are near to its present value, and those that the contract has elsewhere. */
    private record Values(VocabularyKeyword keyword, VocabularyKeyword.Site site, ContractSource contract) {

        List<JsonNode> of(JsonNode current) {
            var values = new LinkedHashSet<JsonNode>();
            if (keyword.isForbidden()) {
                values.add(BooleanNode.TRUE);
            } else if (keyword.isGroup() || keyword.isMap()) {
                return List.of();
            } else {
                add(values, keyword.resolved(), current);
            }
            values.remove(current);
            return List.copyOf(values);
        }

        private void add(Set<JsonNode> values, JsonNode schema, JsonNode current) {
            if (schema.has("const")) {
                addConstant(values, schema.get("const"), current);
            } else if (schema.has("enum")) {
                schema.get("enum").forEach(values::add);
            } else {
                switch (schema.path("type").asText(type(current))) {
                    case "integer" -> addIntegers(values, current);
                    case "boolean" -> values.add(BooleanNode.valueOf(current == null || !current.asBoolean()));
                    case "array" -> addLists(values, current);
                    case "object" ->
                        current.fieldNames()
                                .forEachRemaining(
                                        name -> values.add(((ObjectNode) current.deepCopy()).put(name, MARKER)));
                    default -> addStrings(values, schema, current);
                }
            }
        }

        private static String type(JsonNode current) {
            if (current == null || current.isTextual()) {
                return "string";
            }
            return current.isArray()
                    ? "array"
                    : current.isObject() ? "object" : current.isBoolean() ? "boolean" : "integer";
        }

        private void addConstant(Set<JsonNode> values, JsonNode constant, JsonNode current) {
            if (current == null) {
                values.add(constant);
            } else if (keyword.name().equals("type")) {
                Stream.of("string", "boolean", "integer", "array", "object")
                        .forEach(type -> values.add(TextNode.valueOf(type)));
            } else {
                values.add(
                        constant.isBoolean() ? BooleanNode.valueOf(!constant.asBoolean()) : TextNode.valueOf(MARKER));
            }
        }

        private void addIntegers(Set<JsonNode> values, JsonNode current) {
            var candidates = new ArrayList<Long>();
            if (keyword.name().equals("status")) {
                contract.get("ecs-images.yaml#/components/responses")
                        .fieldNames()
                        .forEachRemaining(status -> candidates.add(Long.valueOf(status)));
            }
            if (current != null) {
                candidates.addAll(List.of(current.asLong() + 1, current.asLong() - 1));
            }
            candidates.addAll(List.of(2L, 5L, 60L, 1000L, 404L));
            candidates.stream()
                    .filter(value -> current == null || value != current.asLong())
                    .forEach(value -> values.add(LongNode.valueOf(value)));
        }

        private void addStrings(Set<JsonNode> values, JsonNode schema, JsonNode current) {
            if (keyword.name().equals("$ref")) {
                references(current.asText()).forEach(value -> values.add(TextNode.valueOf(value)));
            }
            if (schema.path("pattern").asText().equals("^\\^.*\\$$")) {
                values.add(TextNode.valueOf("^" + MARKER + ".*$"));
            }
            var text = current == null ? "" : current.asText();
            if (text.matches(".*[013-9]")) {
                values.add(TextNode.valueOf(text.replaceFirst(".$", "2")));
            }
            Stream.concat(known().stream(), Stream.of(MARKER + text, text + MARKER, text + " " + MARKER + ".", MARKER))
                    .forEach(value -> values.add(TextNode.valueOf(value)));
        }

        /** Returns references to other components of the same kind. */
        private Set<String> references(String current) {
            var references = new LinkedHashSet<String>();
            var folder = current.substring(current.indexOf('#') + 1, current.lastIndexOf('/'));
            var own = current.startsWith("#") ? site.document() : current.replaceFirst("#.*", "");
            var target = contract.find(own + current.substring(current.indexOf('#')));
            Stream.concat(Stream.of(own), contract.documents().keySet().stream())
                    .forEach(name -> {
                        var prefix = (current.startsWith("#") && name.equals(site.document()) ? "" : name) + "#"
                                + folder + "/";
                        contract.documents().get(name).at(folder).fields().forEachRemaining(component -> {
                            if (component.getValue().has("enum") == target.has("enum")
                                    && component.getValue().has("xml") == target.has("xml")) {
                                references.add(prefix + component.getKey());
                            }
                        });
                    });
            return references;
        }

        /** Returns strings that can be values of this keyword: ids of errors and sources, tags, and allowed values. */
        private List<String> known() {
            var known = new ArrayList<String>();
            var root = contract.documents().get("ecs-images.yaml");
            var parent = site.pointer().replaceFirst(".*/", "");
            if (parent.equals("x-errors") && site.document().equals("ecs-images.yaml")) {
                root.path("x-common-errors").fieldNames().forEachRemaining(known::add);
            } else if (parent.equals("x-errors")) {
                errorIds(contract).forEach(known::add);
            } else if (keyword.name().endsWith("evidence")) {
                root.path("x-evidence-sources").fieldNames().forEachRemaining(known::add);
            } else if (keyword.name().equals("tags")) {
                root.path("tags").forEach(tag -> known.add(tag.path("name").asText()));
            } else if (keyword.name().equals("default")) {
                addAllowedValues(known);
            } else if (keyword.name().equals("required")) {
                owner().path("properties").fieldNames().forEachRemaining(known::add);
            }
            return known;
        }

        private JsonNode owner() {
            return contract.documents().get(site.document()).at(site.pointer());
        }

        private void addAllowedValues(List<String> known) {
            var schema = owner().has("items") ? owner().get("items") : owner();
            if (schema.has("$ref")) {
                var place = schema.get("$ref").asText();
                schema = contract.get(place.startsWith("#") ? site.document() + place : place);
            }
            schema.path("enum").forEach(value -> known.add(value.asText()));
        }

        private void addLists(Set<JsonNode> values, JsonNode current) {
            var list = current == null ? JSON.arrayNode() : (ArrayNode) current;
            if (!list.isEmpty() && list.get(0).isObject()) {
                var copy = (ObjectNode) list.get(0).deepCopy();
                copy.fieldNames().forEachRemaining(field -> {
                    if (copy.get(field).isTextual()) {
                        values.add(list.deepCopy().add(copy.deepCopy().put(field, MARKER)));
                    }
                });
            } else {
                Stream.concat(known().stream(), Stream.of(MARKER)).forEach(value -> {
                    values.add(list.deepCopy().add(value));
                    values.add(JSON.arrayNode().add(value));
                });
            }
            if (!list.isEmpty()) {
                IntStream.range(0, list.size()).forEach(index -> values.add(without(list, index)));
            }
        }

        private static ArrayNode without(ArrayNode list, int index) {
            var rest = list.deepCopy();
            rest.remove(index);
            return rest;
        }
    }

    /** The changes that a person makes together with a change of a keyword: the error of a constraint, for example. */
    private record Repair(ContractSource contract, VocabularyKeyword.Site site, JsonNode before) {

        void repair(VocabularyKeyword keyword, ObjectNode owner) {
            var name = keyword.name();
            var parent = site.pointer().replaceFirst(".*/", "");
            if (name.equals("type")
                    && !parent.equals("x-errors")
                    && owner.has("type")
                    && !before.path("type").equals(owner.get("type"))) {
                retype(owner);
            } else if (name.equals("operationId") && owner.has(name)) {
                renamePath(contract.documents().get(site.document()).get("pathItem"));
            } else if (parent.equals("responses") && owner.size() > 1 && name.matches("20[0-2]")) {
                owner.retain(name);
            } else if (name.equals("$ref") && site.pointer().matches(".*/content/[^/]+/schema")) {
                for (JsonNode format : contract.documents()
                        .get(site.document())
                        .at(site.pointer().replaceFirst("/[^/]+/schema$", ""))) {
                    ((ObjectNode) format).set("schema", owner.deepCopy());
                }
            } else if (name.equals("$ref") && site.pointer().startsWith("/paths/")) {
                renamePath(contract.find(owner.path(name).asText("#")));
            } else if (name.equals("$ref") && site.pointer().startsWith("/pathItem/parameters/")) {
                addErrors(contract.find(owner.path(name).asText("#")));
            } else if (name.equals("name") && owner.has("x-common-parameter") && owner.has(name)) {
                var parameters = (ObjectNode) contract.get("ecs-images.yaml#/components/parameters");
                parameters.remove(parent);
                parameters.set(owner.get(name).asText(), owner);
            } else if (owner.has("in")) {
                changeStyle(name, owner);
            } else if (name.equals("xml") && owner.path("type").asText().equals("array") && owner.has(name)) {
                owner.putObject("xml").put("wrapped", false);
            }
            if (parent.equals("x-errors")) {
                repairConstraint(name, owner);
            } else if (!NOT_REPAIRED.contains(name)) {
                repairErrors(owner);
            }
        }

        /** Names the only path after an operation. */
        private void renamePath(JsonNode pathItem) {
            var paths = (ObjectNode) contract.get("ecs-images.yaml#/paths");
            if (pathItem != null && pathItem.has("get")) {
                var path = paths.remove(paths.fieldNames().next());
                paths.set(ACTION + pathItem.at("/get/operationId").asText(), path);
            }
        }

        /** Adds the shared errors of a parameter to the operation. */
        private void addErrors(JsonNode parameter) {
            var errors = (ObjectNode) contract.get(site.document() + "#/pathItem/get/x-operation-errors");
            var shared = contract.get("ecs-images.yaml#/x-shared-errors");
            for (JsonNode id : parameter == null ? JSON.objectNode() : parameter.path("x-errors")) {
                if (shared.has(id.asText())) {
                    errors.put(id.asText(), "shared");
                }
            }
        }

        /** Adds the constraint to which a new error belongs, and gives both limits of a size the same error. */
        private void repairConstraint(String name, ObjectNode errors) {
            if (errors.has(name)) {
                errors.fieldNames().forEachRemaining(other -> {
                    if (other.substring(3).equals(name.substring(3))
                            && !other.equals("minimum")
                            && !name.equals("minimum")) {
                        errors.set(other, errors.get(name));
                    }
                });
                var schema = schema(site, contract);
                if (schema.path("type").asText().equals(TYPES.get(name)) && !schema.has(name)) {
                    ((ObjectNode) schema).put(name, 1);
                }
            }
        }

        /** Removes the keywords of the former type, and adds those that the new one requires. */
        private void retype(ObjectNode owner) {
            var kept = new ArrayList<>(List.of("type", "description", "deprecated"));
            owner.fieldNames().forEachRemaining(field -> {
                if (field.startsWith("x-")) {
                    kept.add(field);
                }
            });
            owner.retain(kept);
            if (owner.get("type").asText().equals("integer")) {
                owner.put("format", "int32");
            } else if (owner.get("type").asText().equals("array")) {
                owner.putObject("items").put("type", "string");
            }
            if (parameter() != null) {
                parameter().remove(List.of("style", "explode", "x-style"));
                if (owner.get("type").asText().equals("array")) {
                    parameter().put("explode", false);
                }
            }
        }

        /** Gives a list the other form. */
        private static void changeStyle(String name, ObjectNode owner) {
            if (name.equals("x-style")) {
                if (owner.has(name)) {
                    owner.remove(List.of("style", "explode"));
                    if (owner.get("schema") instanceof ObjectNode schema && !schema.has("maxItems")) {
                        schema.put("maxItems", 9);
                    }
                } else {
                    owner.put("explode", false);
                }
            } else if (name.equals("explode")) {
                if (owner.has(name)) {
                    owner.remove("x-style");
                } else {
                    owner.remove("style");
                    owner.put("x-style", "repeatList");
                    if (owner.get("schema") instanceof ObjectNode schema && !schema.has("maxItems")) {
                        schema.put("maxItems", 9);
                    }
                }
            }
        }

        /** Returns the parameter with the changed schema, or null. */
        private ObjectNode parameter() {
            return site.pointer().endsWith("/schema")
                    ? (ObjectNode) contract.documents()
                            .get(site.document())
                            .at(site.pointer().replaceFirst("/schema$", ""))
                    : null;
        }

        /** Names an error for each constraint of a request, and none else. */
        private void repairErrors(ObjectNode owner) {
            var constrained = parameter() == null ? owner : parameter();
            var isParameter = constrained.has("in");
            if (constrained.has("x-common-parameter") || constrained.has("$ref") || !isParameter && !isInRequest()) {
                return;
            }
            var constraints = constraints(constrained, isParameter ? constrained.path("schema") : constrained);
            var errors = constrained.has("x-errors") ? (ObjectNode) constrained.get("x-errors") : JSON.objectNode();
            errors.retain(constraints);
            for (String constraint : constraints) {
                if (!errors.has(constraint)) {
                    var same = Map.of(
                                    "maxLength",
                                    "minLength",
                                    "minLength",
                                    "maxLength",
                                    "maxItems",
                                    "minItems",
                                    "minItems",
                                    "maxItems")
                            .getOrDefault(constraint, constraint);
                    errors.put(
                            constraint,
                            errors.path(same)
                                    .asText(errorIds(contract).iterator().next()));
                }
            }
            if (errors.isEmpty()) {
                constrained.remove("x-errors");
            } else {
                constrained.set("x-errors", errors);
                if (!constrained.has("x-evidence")) {
                    constrained.putArray("x-evidence").add("own");
                }
            }
        }

        /** Returns whether the changed object is a property of an object in a list parameter. */
        private boolean isInRequest() {
            if (!site.pointer().contains("/properties/")) {
                return false;
            }
            var schema = site.pointer().replaceFirst("/properties/.*", "");
            var reference = site.document() + "#" + schema;
            return contract.documents().values().stream()
                    .flatMap(document -> Stream.concat(
                            document.at("/pathItem/parameters").findValues("items").stream(),
                            document.at("/components/parameters").findValues("items").stream()))
                    .anyMatch(items -> items.path("$ref").asText().equals(reference));
        }

        private Set<String> constraints(JsonNode owner, JsonNode schema) {
            var constraints = new TreeSet<String>();
            CONSTRAINTS.stream().filter(schema::has).forEach(constraints::add);
            if (Set.of("integer", "boolean").contains(schema.path("type").asText())) {
                constraints.add("type");
            }
            if (hasAllowedValues(schema) || hasAllowedValues(schema.path("items"))) {
                constraints.add("enum");
            }
            if (owner.has("x-own-image")) {
                constraints.add("ownImage");
            }
            if (owner.path("required").asBoolean() || isRequiredProperty()) {
                constraints.add("required");
            }
            return constraints;
        }

        private boolean hasAllowedValues(JsonNode schema) {
            var reference = schema.path("allOf").isArray() ? schema.at("/allOf/0") : schema;
            if (!reference.has("$ref")) {
                return schema.has("enum");
            }
            var place = reference.get("$ref").asText();
            var target =
                    place.contains("#") ? contract.find(place.startsWith("#") ? site.document() + place : place) : null;
            return target != null && target.has("enum");
        }

        private boolean isRequiredProperty() {
            var parts = site.pointer().split("/properties/");
            if (parts.length != 2) {
                return false;
            }
            for (JsonNode name : contract.documents().get(site.document()).at(parts[0] + "/required")) {
                if (name.asText().equals(parts[1])) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Returns the ids of the errors of the only operation, then of the common errors. */
    private static Set<String> errorIds(ContractSource contract) {
        var ids = new LinkedHashSet<String>();
        var document = contract.get("ecs-images.yaml#/paths")
                .iterator()
                .next()
                .path("$ref")
                .asText()
                .replaceFirst("#.*", "");
        contract.documents()
                .get(document)
                .at("/pathItem/get/x-operation-errors")
                .fieldNames()
                .forEachRemaining(ids::add);
        contract.get("ecs-images.yaml#/x-common-errors").fieldNames().forEachRemaining(ids::add);
        return ids;
    }
}
