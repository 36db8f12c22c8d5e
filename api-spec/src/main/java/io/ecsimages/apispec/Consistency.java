package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.RhinoException;

/**
 * Checks the rules of the hand-written documents that span several keywords or documents, and that a JSON Schema cannot say.
 *
 * <p>The documents use only the keywords of the {@link Vocabulary}.
 */
final class Consistency {

    /** The schema whose constraints the import of images applies, with all schemas below it. */
    private static final String IMPORTED_SCHEMA = "Image";

    /** The list of a response whose {@code maxItems} Java reads, as the size of a page. */
    private static final String PAGED_LIST = "/components/schemas/TagResources/properties/TagResource";

    /** The keywords whose values a request can violate. */
    private static final List<String> CONSTRAINTS =
            List.of("minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "multipleOf", "pattern");

    /** The constraints that have one error together, and the one whose error that is. */
    private static final Map<String, String> SAME_ERROR = Map.of("maxLength", "minLength", "maxItems", "minItems");

    private static final Set<String> EXCLUSIVE = Set.of("exclusiveMinimum", "exclusiveMaximum");
    private static final Set<String> REQUEST_EXTENSIONS = Set.of("x-errors", "x-evidence", "x-alias");

    /** The errors of parameters of operations with {@code x-writes}, by the name of the parameter. */
    private static final Map<String, String> WRITE_ERRORS =
            Map.of("DryRun", "DryRunOperation", "ClientToken", "IdempotentParameterMismatch");

    private static final Set<String> DATA = Set.of("example", "value", "default", "enum");

    /** The escapes and sets of Java that JavaScript reads as something else, without an error. */
    private static final Pattern DIFFERENT_ESCAPE = Pattern.compile("(?<!\\\\)(\\\\\\\\)*\\\\[AaEeGHhNPpQRVXZzk]|&&");

    private final Map<String, SourceDocument> documents;
    private final SourceDocument root;
    private final List<SourceProblem> problems = new ArrayList<>();

    /** A node of a document. Document and pointer identify it. */
    private record Place(SourceDocument document, String pointer, JsonNode node) {

        Place(SourceDocument document, String pointer) {
            this(document, pointer, document.content().at(pointer));
        }

        Place child(String name) {
            var child = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
            return new Place(document, SourceDocument.child(pointer, name), child);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Place place
                    && document.name().equals(place.document.name())
                    && pointer.equals(place.pointer);
        }

        @Override
        public int hashCode() {
            return pointer.hashCode();
        }

        /** The children that exist; of a list, its items. */
        List<Place> children() {
            var names = new ArrayList<String>();
            node.fieldNames().forEachRemaining(names::add);
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                names.add(String.valueOf(i));
            }
            return names.stream().map(this::child).toList();
        }

        boolean has(String name) {
            return node().has(name);
        }

        String text(String name) {
            return node().path(name).asText("");
        }

        String name() {
            return pointer.substring(pointer.lastIndexOf('/') + 1)
                    .replace("~1", "/")
                    .replace("~0", "~");
        }
    }

    /**
     * Creates a check.
     *
     * @param documents the documents by file name
     * @param root the file name of the root document
     */
    Consistency(Map<String, SourceDocument> documents, String root) {
        this.documents = documents;
        this.root = documents.get(root);
    }

    /** Returns the problems of all documents. */
    List<SourceProblem> check() {
        if (!root.content().has("openapi")) {
            report(new Place(root, ""), "openapi is missing; write openapi: 3.0.3");
            return problems;
        }
        checkReferences();
        if (!problems.isEmpty()) {
            return problems;
        }
        checkComponents();
        checkErrorDefinitions();
        checkEvidence();
        checkCommonParameters();
        checkOperations();
        checkSchemas();
        return problems;
    }

    private void report(Place place, String text) {
        problems.add(place.document().problem(place.pointer(), text));
    }

    // References and components

    private static void walk(Place place, BiConsumer<Place, JsonNode> visitor) {
        visitor.accept(place, place.node());
        for (Place child : place.children()) {
            if (!DATA.contains(child.name())) {
                walk(child, visitor);
            }
        }
    }

    private void walkAll(BiConsumer<Place, JsonNode> visitor) {
        documents.values().forEach(document -> walk(new Place(document, ""), visitor));
    }

    private void checkReferences() {
        walkAll((place, node) -> {
            if (node.path("$ref").isTextual() && target(place).node().isMissingNode()) {
                report(place.child("$ref"), node.get("$ref").asText() + " does not exist; correct the reference");
            }
        });
    }

    /** Returns the place to which a reference leads. */
    private Place target(Place reference) {
        var parts = reference.text("$ref").split("#", 2);
        var document = parts[0].isEmpty() ? reference.document() : documents.get(parts[0]);
        return document == null ? new Place(root, "/missing") : new Place(document, parts[1]);
    }

    private Place resolve(Place place) {
        if (place.has("$ref")) {
            return target(place);
        }
        return place.has("allOf") ? target(place.child("allOf").child("0")) : place;
    }

    private void checkComponents() {
        var used = new HashSet<Place>();
        used.add(errorSchema());
        walkAll((place, node) -> {
            if (node.path("$ref").isTextual()) {
                used.add(target(place));
            }
        });
        var owners = new HashMap<String, String>();
        for (SourceDocument document : documents.values()) {
            if (document.content().has("pathItem") && !used.contains(new Place(document, "/pathItem"))) {
                report(new Place(document, "/pathItem"), "no path refers to it; add it under paths of " + root.name());
            }
            for (Place kind : new Place(document, "/components").children()) {
                for (Place component : kind.children()) {
                    var isCommon = document == root
                            && Set.of("parameters", "responses").contains(kind.name());
                    if (!isCommon && !used.contains(component)) {
                        report(component, "nothing refers to it; remove it, or refer to it");
                    }
                    var other = owners.putIfAbsent(component.pointer(), document.name());
                    if (other != null) {
                        report(component, other + " has the same name; choose another name");
                    }
                }
            }
        }
    }

    // Errors and evidence

    private void checkErrorDefinitions() {
        var shared = new Place(root, "/x-shared-errors");
        var groups = new ArrayList<>(List.of(new Place(root, "/x-common-errors"), shared));
        var unused = names(shared);
        for (Place operation : operations()) {
            var errors = operation.child("x-operation-errors");
            groups.add(errors);
            for (Place error : errors.children()) {
                unused.remove(error.name());
                if (error.node().isTextual() && !shared.has(error.name())) {
                    report(
                            error,
                            "x-shared-errors of " + root.name() + " does not define it; correct the id, or add it");
                }
            }
        }
        unused.forEach(id -> report(shared.child(id), "no operation has the error; remove it, or name it in one"));
        checkNamesOfErrors(groups);
    }

    private List<Place> operations() {
        return new Place(root, "/paths")
                .children().stream().map(path -> target(path).child("get")).toList();
    }

    /** Checks that each error has one definition, and a name of its own in Java. */
    private void checkNamesOfErrors(List<Place> groups) {
        var definitions = new HashMap<String, Place>();
        for (Place group : groups) {
            checkStatuses(group);
            for (Place error : group.children()) {
                if (error.node().isTextual()) {
                    continue;
                }
                var other = definitions.putIfAbsent(ErrorCatalogue.constant(error.name()), error);
                if (other != null && other.name().equals(error.name())) {
                    report(error, other.document().name() + " defines it, too; define it once, in x-shared-errors");
                } else if (other != null) {
                    report(error, "has the same name in Java as " + other.name() + "; choose another id");
                }
                if (error.text("cause").contains("*/")) {
                    report(error.child("cause"), "contains */, which ends a comment in Java; write it otherwise");
                }
            }
        }
    }

    private void checkEvidence() {
        var sources = names(new Place(root, "/x-evidence-sources"));
        walkAll((place, node) -> {
            if (Set.of("evidence", "x-evidence").contains(place.name()) && node.isArray()) {
                for (Place source : place.children()) {
                    if (!sources.contains(source.node().asText())) {
                        report(
                                source,
                                source.node().asText() + " is not in x-evidence-sources of " + root.name()
                                        + "; correct it, or add it there");
                    }
                }
            }
            if (node.has("x-errors") && !node.has("x-evidence")) {
                report(place.child("x-errors"), "the constraints have no evidence; name its sources in x-evidence");
            }
        });
    }

    // Operations

    private void checkCommonParameters() {
        for (Place parameter : new Place(root, "/components/parameters").children()) {
            if (!parameter.text("name").equals(parameter.name())) {
                report(parameter.child("name"), "differs from the key " + parameter.name() + "; write the same name");
            }
            checkErrorIds(parameter, names(new Place(root, "/x-common-errors")), "the common errors");
        }
    }

    private void checkOperations() {
        var tags = new TreeSet<String>();
        for (Place tag : new Place(root, "/tags").children()) {
            tags.add(tag.text("name"));
            checkTable(tag, "x-error-table", 2);
            checkTable(tag, "x-evidence-table", 1);
        }
        for (Place path : new Place(root, "/paths").children()) {
            var pathItem = target(path);
            var operation = pathItem.child("get");
            var id = operation.text("operationId");
            if (!path.name().equals("/#Action=" + id)) {
                report(path, "the operationId is " + id + "; write /#Action=" + id);
            }
            for (Place tag : operation.child("tags").children()) {
                if (!tags.contains(tag.node().asText())) {
                    report(tag, tag.node().asText() + " is not declared; add it under tags of " + root.name());
                }
            }
            operation.child("responses").children().forEach(response -> checkFormats(target(response)));
            checkParameters(pathItem, id);
        }
    }

    /** Checks that the description of a tag ends with a table header, which it has a number of times. */
    private void checkTable(Place tag, String keyword, int headers) {
        var lines = tag.text("description").strip().lines().toList();
        var header = String.join("\n", lines.subList(Math.max(0, lines.size() - 2), lines.size()));
        if (tag.has(keyword)
                && (!header.matches("\\|.*\n\\|[-|: ]+")
                        || tag.text("description").split(Pattern.quote(header), -1).length <= headers)) {
            report(
                    tag.child(keyword),
                    "the description does not end with a table header"
                            + (headers > 1 ? " that it also has before; write it twice" : "; write it"));
        }
    }

    private void checkStatuses(Place errors) {
        var statuses = names(new Place(root, "/components/responses"));
        for (Place error : errors.children()) {
            if (error.has("status") && !statuses.contains(error.text("status"))) {
                report(
                        error.child("status"),
                        "the status has no response; add it under components/responses of " + root.name());
            }
        }
    }

    private static Set<String> names(Place map) {
        var names = new LinkedHashSet<String>();
        map.children().forEach(child -> names.add(child.name()));
        return names;
    }

    private void checkFormats(Place response) {
        var json = response.child("content").child("application/json").child("schema");
        var xml = response.child("content").child("text/xml").child("schema");
        if (!target(json).equals(target(xml))) {
            report(xml, "differs from the schema of application/json; write the same reference");
        }
    }

    private void checkParameters(Place pathItem, String operation) {
        var errorIds = names(pathItem.child("get").child("x-operation-errors"));
        errorIds.addAll(names(new Place(root, "/x-common-errors")));
        var names = names(new Place(root, "/components/parameters"));
        for (Place entry : pathItem.child("parameters").children()) {
            var parameter = resolve(entry);
            if (!names.add(parameter.text("name"))) {
                report(entry, "the operation has " + parameter.text("name") + " already; remove one");
            }
            var schema = parameter.child("schema");
            checkErrorIds(parameter, errorIds, "the errors of " + operation);
            checkConstraints(parameter, schema, required(parameter));
            checkWrite(parameter, pathItem, errorIds);
            if (parameter.node().path("required").asBoolean() && schema.has("default")) {
                report(schema.child("default"), "a required parameter needs no default; remove one of both");
            }
            if (schema.has("items")) {
                checkListParameter(parameter, errorIds, operation);
            } else if (isObject(resolve(schema))) {
                report(schema, "a parameter cannot be an object; refer to allowed values, or make it a list");
            }
        }
    }

    /** Returns the place that requires a parameter, or null. */
    private static Place required(Place parameter) {
        return parameter.node().path("required").asBoolean() ? parameter.child("required") : null;
    }

    /**
     * Checks that every constraint has an error in {@code x-errors}, and every error a constraint.
     *
     * @param owner the parameter or the property with {@code x-errors}
     * @param schema the schema of the parameter; of a property, the property itself
     * @param required the place that requires a value, or null
     */
    private void checkConstraints(Place owner, Place schema, Place required) {
        var constraints = constraints(owner, schema);
        if (required != null) {
            constraints.put("required", required);
        }
        var errors = owner.child("x-errors");
        constraints.forEach((keyword, place) -> {
            if (!errors.has(keyword)) {
                report(place, "the constraint has no error; add " + keyword + " to x-errors");
            }
        });
        for (Place error : errors.children()) {
            if (!constraints.containsKey(error.name())) {
                report(error, "there is no such constraint; add it to the schema, or remove its error");
            }
            var sameError = SAME_ERROR.get(error.name());
            if (sameError != null
                    && errors.has(sameError)
                    && !errors.text(sameError).equals(error.node().asText())) {
                report(error, "the server has one error for both limits; write " + errors.text(sameError));
            }
        }
    }

    /** Returns the place of each constraint of a schema by its keyword. */
    private Map<String, Place> constraints(Place owner, Place schema) {
        var constraints = new TreeMap<String, Place>();
        if (owner.has("x-own-image")) {
            constraints.put("ownImage", owner.child("x-own-image"));
        }
        for (String keyword : CONSTRAINTS) {
            if (schema.has(keyword)) {
                constraints.put(keyword, schema.child(keyword));
            }
        }
        if (Set.of("integer", "boolean").contains(schema.text("type"))) {
            constraints.put("type", schema.child("type"));
        }
        var values = schema.has("items") ? schema.child("items") : schema;
        if (resolve(values).has("enum")) {
            constraints.put("enum", values.has("enum") ? values.child("enum") : values);
        }
        return constraints;
    }

    /** Checks a parameter whose effect is generated for operations with {@code x-writes}. */
    private void checkWrite(Place parameter, Place pathItem, Set<String> errorIds) {
        boolean writes = pathItem.child("get").has("x-writes");
        if (parameter.has("x-own-image") && !writes) {
            report(parameter.child("x-own-image"), "only an operation with x-writes checks the owner; remove it");
        }
        var error = WRITE_ERRORS.get(parameter.text("name"));
        if (writes && error != null && !errorIds.contains(error)) {
            report(parameter, "the operation can yield " + error + "; add it to x-operation-errors");
        }
    }

    private void checkListParameter(Place parameter, Set<String> errorIds, String operation) {
        var schema = parameter.child("schema");
        var items = resolve(schema.child("items"));
        if (!parameter.has("x-style")) {
            if (!parameter.has("explode")) {
                report(
                        parameter,
                        "the list has no form; add explode: false (one value with commas) or x-style: repeatList");
            } else if (isObject(items)) {
                report(schema.child("items"), "a list of objects has no form with commas; use x-style: repeatList");
            }
            return;
        }
        if (parameter.has("explode") || parameter.has("style")) {
            report(parameter.child("x-style"), "the list has two forms; remove x-style, or style and explode");
        }
        if (items.has("enum")) {
            report(schema.child("items"), "a repeat list has strings or objects; use explode: false, or objects");
        }
        checkRepeatList(schema);
        if (isObject(items)) {
            checkRequestObject(items, errorIds, operation);
        }
    }

    private void checkRepeatList(Place schema) {
        if (!schema.has("maxItems")) {
            report(schema, "maxItems is missing; add it, since n of Name.n counts from 1 to it");
        }
    }

    /** Checks an object in a list parameter. */
    private void checkRequestObject(Place object, Set<String> errorIds, String operation) {
        for (String keyword : List.of("additionalProperties", "xml")) {
            if (object.has(keyword)) {
                report(object.child(keyword), "has no effect in a parameter; remove it");
            }
        }
        var required = new HashSet<String>();
        object.child("required")
                .children()
                .forEach(name -> required.add(name.node().asText()));
        for (Place property : object.child("properties").children()) {
            checkErrorIds(property, errorIds, "the errors of " + operation);
            checkConstraints(property, property, required.contains(property.name()) ? property : null);
            if (property.has("$ref") || isObject(resolve(property))) {
                report(
                        property,
                        "an object in a list has no objects; use allOf with allowed values, or flat properties");
            } else if (property.has("items")) {
                checkRepeatList(property);
                if (property.child("items").has("$ref")) {
                    report(property.child("items"), "a list in an object has strings; write {type: string}");
                }
                if (property.has("xml")) {
                    report(property.child("xml"), "has no effect in a parameter; remove it");
                }
            }
        }
    }

    private static boolean isObject(Place schema) {
        return schema.text("type").equals("object");
    }

    private void checkErrorIds(Place constrained, Collection<String> errorIds, String owner) {
        for (Place error : constrained.child("x-errors").children()) {
            if (!errorIds.contains(error.node().asText())) {
                report(error, error.node().asText() + " is none of " + owner + "; correct the id, or add the error");
            }
        }
    }

    // Schemas

    private void checkSchemas() {
        walkAll((place, node) -> {
            if (place.name().equals("schema") || place.pointer().matches(".*/properties/[^/]+")) {
                checkBounds(place);
                checkDefault(place);
                checkPattern(place);
            }
        });
        var responses = responseSchemas();
        var imported = reachable(responses.stream()
                .filter(schema -> schema.name().equals(IMPORTED_SCHEMA))
                .toList());
        var namedInXml = new HashSet<>(responseRoots());
        walkAll((place, node) -> {
            if (place.name().equals("items") && place.has("$ref")) {
                namedInXml.add(target(place));
            }
        });
        for (SourceDocument document : documents.values()) {
            new Place(document, "/components/schemas").children().forEach(this::checkRequired);
        }
        for (Place schema : responses) {
            checkXmlNames(schema, namedInXml);
            checkResponseObject(schema, imported.contains(schema));
        }
    }

    /** Returns the schemas of all responses, with those of their properties and items. */
    private Set<Place> responseSchemas() {
        return reachable(responseRoots());
    }

    /** Returns the schema to which the build refers in every error response. */
    private Place errorSchema() {
        return new Place(root, ErrorDefinitions.SCHEMA.substring(1));
    }

    private List<Place> responseRoots() {
        var roots = new ArrayList<Place>();
        roots.add(errorSchema());
        walkAll((place, node) -> {
            if (place.pointer().matches(".*/content/[^/]+/schema")) {
                roots.add(target(place));
            }
        });
        return roots;
    }

    /** Returns schemas, and the schemas of their properties and items. */
    private Set<Place> reachable(Collection<Place> starts) {
        var found = new LinkedHashSet<Place>();
        var open = new ArrayDeque<>(starts);
        while (!open.isEmpty()) {
            var schema = open.pop();
            if (found.add(schema)) {
                walk(schema, (place, node) -> {
                    if (node.path("$ref").isTextual()) {
                        open.add(target(place));
                    }
                });
            }
        }
        return found;
    }

    private void checkRequired(Place object) {
        for (Place name : object.child("required").children()) {
            if (!object.child("properties").has(name.node().asText())) {
                report(name, "the object has no property " + name.node().asText() + "; correct the name");
            }
        }
    }

    private void checkXmlNames(Place object, Set<Place> namedInXml) {
        for (Place property : object.child("properties").children()) {
            if (property.has("items")) {
                var name = resolve(property.child("items")).child("xml").child("name");
                if (name.node().isTextual() && !name.node().asText().equals(property.name())) {
                    report(name, "an item of a list has the name of the list; write " + property.name());
                }
            }
            if (property.has("$ref")) {
                var target = target(property);
                var xmlName = target.child("xml").text("name");
                if (!namedInXml.contains(target) && !xmlName.isEmpty() && !xmlName.equals(property.name())) {
                    report(
                            target.child("xml").child("name"),
                            "the element has the name of its property, " + property.name() + "; remove xml");
                }
            }
        }
    }

    private void checkResponseObject(Place object, boolean imported) {
        for (Place property : object.child("properties").children()) {
            if (property.has("allOf")) {
                report(property.child("allOf"), "a response has no allowed values; write type: string");
            }
            for (Place keyword : property.children()) {
                if (REQUEST_EXTENSIONS.contains(keyword.name())) {
                    report(keyword, "has no effect in a response; remove it");
                } else if ((CONSTRAINTS.contains(keyword.name()) || EXCLUSIVE.contains(keyword.name()))
                        && !imported
                        && !(keyword.name().equals("maxItems")
                                && property.pointer().equals(PAGED_LIST))) {
                    report(
                            keyword,
                            "has no effect in this response; only the constraints of " + IMPORTED_SCHEMA
                                    + ", which the import applies, do; remove it");
                }
            }
        }
    }

    private void checkBounds(Place schema) {
        for (String kind : List.of("Length", "Items", "imum")) {
            var low = schema.node().path("min" + kind);
            var high = schema.node().path("max" + kind);
            if (low.isIntegralNumber() && high.isIntegralNumber() && low.asLong() > high.asLong()) {
                report(
                        schema.child("min" + kind),
                        low + " is above max" + kind + ", which is " + high + "; correct one of both");
            } else if (kind.equals("imum") && !hasValue(schema)) {
                report(schema.child("minimum"), "no integer is between minimum and maximum; correct one of both");
            }
        }
        for (String bound : EXCLUSIVE) {
            var limit = bound.replace("exclusiveM", "m");
            if (schema.has(bound) && !schema.has(limit)) {
                report(schema.child(bound), "has no effect without " + limit + "; add it");
            }
        }
        if (schema.text("format").equals("int32")) {
            for (String keyword : List.of("minimum", "maximum", "default", "multipleOf")) {
                var value = schema.node().path(keyword);
                if (value.isNumber() && !value.canConvertToInt()) {
                    report(
                            schema.child(keyword),
                            value + " does not fit into int32; correct it, or write format: int64");
                }
            }
        }
    }

    /** Returns the smallest value of an integer schema. */
    private static long minimum(Place schema) {
        return schema.node().path("minimum").asLong(Long.MIN_VALUE) + (schema.has("exclusiveMinimum") ? 1 : 0);
    }

    /** Returns the greatest value of an integer schema. */
    private static long maximum(Place schema) {
        return schema.node().path("maximum").asLong(Long.MAX_VALUE) - (schema.has("exclusiveMaximum") ? 1 : 0);
    }

    /** Returns whether an integer satisfies all constraints of a schema. */
    private static boolean hasValue(Place schema) {
        var multiple = schema.node().path("multipleOf").asLong(1);
        return !schema.has("minimum")
                || !schema.has("maximum")
                || Math.floorDiv(maximum(schema), multiple) >= -Math.floorDiv(-minimum(schema), multiple);
    }

    private void checkDefault(Place schema) {
        var value = schema.node().path("default");
        var allowed = resolve(schema.has("items") ? schema.child("items") : schema)
                .node()
                .path("enum");
        var values = value.isArray() ? value : List.of(value);
        for (JsonNode item : values) {
            if (!value.isMissingNode() && allowed.isArray() && stream(allowed).noneMatch(item::equals)) {
                report(schema.child("default"), item + " is none of the allowed values; write one of " + allowed);
            }
        }
        if (value.isIntegralNumber() && (value.asLong() < minimum(schema) || value.asLong() > maximum(schema))) {
            report(schema.child("default"), value + " is not between minimum and maximum; correct it");
        }
        var multiple = schema.node().path("multipleOf").asLong(1);
        if (value.isIntegralNumber() && value.asLong() % multiple != 0) {
            report(schema.child("default"), value + " is not a multiple of " + multiple + "; correct it");
        }
        if (value.isTextual() && schema.has("pattern") && !matches(schema.text("pattern"), value.asText())) {
            report(schema.child("default"), value + " does not match the pattern; correct it");
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static boolean matches(String pattern, String value) {
        try {
            return Pattern.matches(pattern, value);
        } catch (PatternSyntaxException e) {
            return true; // checkPattern reports it.
        }
    }

    private void checkPattern(Place schema) {
        if (!schema.has("pattern")) {
            return;
        }
        var pattern = schema.text("pattern");
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            report(schema.child("pattern"), "is no regular expression of Java: " + e.getDescription() + "; correct it");
            return;
        }
        if (DIFFERENT_ESCAPE.matcher(pattern).find()) {
            report(
                    schema.child("pattern"),
                    "has an escape or a set that JavaScript reads otherwise; use \\d, \\w, \\s and plain sets");
            return;
        }
        try {
            var javaScript = Context.enter();
            javaScript.newObject(javaScript.initStandardObjects(), "RegExp", new Object[] {pattern});
        } catch (RhinoException e) {
            report(schema.child("pattern"), "is no regular expression of JavaScript: " + e.details() + "; correct it");
        } finally {
            Context.exit();
        }
    }
}
