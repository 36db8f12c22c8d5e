package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A keyword of the vocabulary at one kind of place.
 *
 * @param kind the kind of object that has the keyword: the title of its section, or the way to it from such a section
 * @param name the keyword
 * @param pointer the JSON pointer of the schema of its value in the vocabulary
 * @param required whether every object of this kind has the keyword
 */
record VocabularyKeyword(String kind, String name, String pointer, boolean required) {

    /** The schema with the messages for types that are not supported: no valid object has its keywords. */
    private static final String UNSUPPORTED = "/$defs/unknownType";

    /**
     * An object in the contract that has a keyword, or can have it.
     *
     * @param document the file name of the document
     * @param pointer the JSON pointer of the object
     */
    record Site(String document, String pointer) {}

    JsonNode schema() {
        return Vocabulary.definition().at(pointer);
    }

    /** Returns whether the vocabulary has the keyword only for the message that it is not allowed here. */
    boolean isForbidden() {
        return schema().has("not");
    }

    /** Returns whether the value is an object with keywords of its own, which have their own mutations. */
    boolean isGroup() {
        var value = resolved();
        return !isMap()
                && (value.path("type").asText().equals("object")
                        || value.has("properties")
                        || value.has("allOf")
                        || value.path("maxItems").asInt() == 1);
    }

    /** Returns whether the keyword has one value only. */
    boolean isConstant() {
        return resolved().has("const");
    }

    /** Returns whether the value is an object with any keys. */
    boolean isMap() {
        return resolved().has("patternProperties")
                || resolved().path("additionalProperties").isObject();
    }

    /** Returns the schema of the value, which may be a reference. */
    JsonNode resolved() {
        var target = schema();
        while (target.has("$ref")) {
            target = Vocabulary.definition().at(target.get("$ref").asText().substring(1));
        }
        return target;
    }

    /** Returns where a change of the keyword must be seen: {@code server}, {@code client}, {@code docs}. */
    Set<String> effect() {
        var effect = new HashSet<String>();
        schema().path("x-effect").forEach(artefact -> effect.add(artefact.asText()));
        return effect;
    }

    @Override
    public String toString() {
        return kind + ": " + name;
    }

    /** Returns all keywords of the vocabulary in its order. */
    static List<VocabularyKeyword> all() {
        var keywords = new LinkedHashMap<String, VocabularyKeyword>();
        collect("", "", new HashSet<>(), keywords);
        return List.copyOf(keywords.values());
    }

    private static void collect(
            String kind, String pointer, Set<String> visited, Map<String, VocabularyKeyword> keywords) {
        var schema = Vocabulary.definition().at(pointer);
        if (!schema.isObject() || pointer.equals(UNSUPPORTED) || !visited.add(kind + "#" + pointer)) {
            return;
        }
        var own = kind(kind, pointer, schema);
        for (String child : subschemas(schema, pointer)) {
            collect(own, child, visited, keywords);
        }
        var required = new HashSet<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").fields().forEachRemaining(property -> {
            var name = property.getKey();
            var child = SourceDocument.child(pointer + "/properties", name);
            var keyword = new VocabularyKeyword(label(own, property.getValue()), name, child, required.contains(name));
            keywords.putIfAbsent(keyword.toString(), keyword);
            collect(value(own, name), child, visited, keywords);
        });
        for (String child : children(schema, pointer)) {
            collect(own + ".*", child, visited, keywords);
        }
    }

    /** Returns the kind of the objects that a schema describes. */
    private static String kind(String parent, String pointer, JsonNode schema) {
        return pointer.startsWith("/$defs/") && schema.has("title") && !pointer.contains("/properties/")
                ? schema.get("title").asText()
                : parent;
    }

    /** Returns the kind of the objects with a keyword, or of those that may not have it. */
    private static String label(String kind, JsonNode value) {
        return value.has("not") ? kind + " without it" : kind;
    }

    /** Returns the kind of the value of a keyword, which is the same for every status. */
    private static String value(String kind, String keyword) {
        return kind + "." + keyword.replaceFirst("^20[0-9]$", "20*");
    }

    /** Returns the schemas of the same object. */
    private static List<String> subschemas(JsonNode schema, String pointer) {
        var pointers = new ArrayList<String>();
        if (schema.path("$ref").isTextual()) {
            pointers.add(schema.get("$ref").asText().substring(1));
        }
        for (int i = 0; i < schema.path("allOf").size(); i++) {
            pointers.add(pointer + "/allOf/" + i);
        }
        if (schema.has("if")) {
            pointers.add(pointer + "/then");
            pointers.add(pointer + "/else");
        }
        return pointers;
    }

    /** Returns the schemas of the values of an object with any keys, and of the items of a list. */
    private static List<String> children(JsonNode schema, String pointer) {
        var pointers = new ArrayList<String>();
        schema.path("patternProperties")
                .fieldNames()
                .forEachRemaining(
                        pattern -> pointers.add(SourceDocument.child(pointer + "/patternProperties", pattern)));
        pointers.add(pointer + "/additionalProperties");
        pointers.add(pointer + "/items");
        return pointers;
    }

    /** Finds the objects of a contract that have each keyword, or can have it, by the string of the keyword. */
    static Map<String, List<Site>> sites(ContractSource contract) {
        var finder = new Finder();
        contract.documents().forEach((name, document) -> finder.visit(new Site(name, ""), document, "", ""));
        return finder.sites;
    }

    /** Walks a document together with the vocabulary. */
    private static final class Finder {

        private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getDraft202012());

        private static final Map<String, Schema> CONDITIONS = new HashMap<>();

        private final Map<String, List<Site>> sites = new HashMap<>();

        void visit(Site site, JsonNode node, String kind, String pointer) {
            var schema = Vocabulary.definition().at(pointer);
            if (!schema.isObject()) {
                return;
            }
            var own = kind(kind, pointer, schema);
            for (String child : subschemas(schema, pointer)) {
                if (!child.matches(".*/(then|else)") || holds(pointer, schema, node) == child.endsWith("/then")) {
                    visit(site, node, own, child);
                }
            }
            schema.path("properties").fields().forEachRemaining(property -> {
                var name = property.getKey();
                var key = label(own, property.getValue()) + ": " + name;
                var found = sites.computeIfAbsent(key, absent -> new ArrayList<>());
                if (!found.contains(site)) {
                    found.add(site);
                }
                if (node.has(name)) {
                    visit(
                            child(site, name),
                            node.get(name),
                            value(own, name),
                            SourceDocument.child(pointer + "/properties", name));
                }
            });
            node.fields().forEachRemaining(field -> {
                if (!schema.path("properties").has(field.getKey())) {
                    visit(
                            child(site, field.getKey()),
                            field.getValue(),
                            own + ".*",
                            any(schema, pointer, field.getKey()));
                }
            });
            for (int i = 0; i < node.size() && node.isArray(); i++) {
                visit(child(site, "" + i), node.get(i), own + ".*", pointer + "/items");
            }
        }

        private static Site child(Site site, String field) {
            return new Site(site.document(), SourceDocument.child(site.pointer(), field));
        }

        /** Returns the schema for a field without a schema of its own. */
        private static String any(JsonNode schema, String pointer, String field) {
            for (var patterns = schema.path("patternProperties").fieldNames(); patterns.hasNext(); ) {
                var pattern = patterns.next();
                if (field.matches(pattern)) {
                    return SourceDocument.child(pointer + "/patternProperties", pattern);
                }
            }
            return pointer + "/additionalProperties";
        }

        private static boolean holds(String pointer, JsonNode schema, JsonNode node) {
            return CONDITIONS
                    .computeIfAbsent(pointer, key -> SCHEMAS.getSchema(schema.get("if")))
                    .validate(node)
                    .isEmpty();
        }
    }
}
