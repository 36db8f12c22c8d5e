package io.ecsimages.apispec;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openapitools.codegen.utils.ModelUtils;

/**
 * The constraints of one parameter, or of one member of a structure, each with the error that {@code x-errors} names for
 * it. Both must agree: a constraint without an error, or an error without its constraint, fails the build.
 */
final class Constraints {

    /** Which message of the generator's templates carries the error of which constraint. */
    private static final Map<String, String> MESSAGES = Map.of(
            "required", "x-not-null-message",
            "minLength", "x-size-message",
            "maxLength", "x-size-message",
            "minItems", "x-size-message",
            "maxItems", "x-size-message",
            "pattern", "x-pattern-message",
            "minimum", "x-minimum-message",
            "maximum", "x-maximum-message");

    private static final Set<String> UNREADABLE = Set.of("type", "enum");

    private final OpenAPI document;
    private final ErrorCatalogue errors;
    private final String place;
    private final Map<String, String> violations;
    private final Schema<?> schema;
    private final boolean required;

    Constraints(
            OpenAPI document,
            ErrorCatalogue errors,
            String place,
            Map<String, Object> extensions,
            Schema<?> schema,
            boolean required) {
        this.document = document;
        this.errors = errors;
        this.place = place;
        this.violations = violations(extensions);
        this.schema = schema;
        this.required = required;
    }

    /** What {@code x-errors} says: the constraint's keyword, and the id of the error. */
    static Map<String, String> violations(Map<String, Object> extensions) {
        var violations = new LinkedHashMap<String, String>();
        if (Contract.extension(extensions, "x-errors") instanceof Map<?, ?> map) {
            map.forEach((keyword, id) -> violations.put(keyword.toString(), id.toString()));
        }
        return violations;
    }

    /**
     * What {@code x-errors} says of a parameter of the envelope, which the server itself reads: {@code required} (where it
     * may be missing), {@code enum} and {@code format}.
     */
    static Map<String, String> ofEnvelope(String place, Parameter parameter) {
        var violations = violations(parameter.getExtensions());
        var declared = new TreeSet<String>();
        add(declared, "enum", parameter.getSchema().getEnum());
        add(declared, "format", parameter.getSchema().getFormat());
        add(declared, "required", Boolean.TRUE.equals(parameter.getRequired()) ? true : null);
        var named = new TreeSet<>(violations.keySet());
        if (!named.containsAll(declared)
                || !Set.of("required", "enum", "format").containsAll(named)) {
            throw new InvalidContractException(
                    place + " has the constraints " + declared + ", but x-errors names " + violations.keySet());
        }
        return violations;
    }

    /** Writes the errors onto the schema, as messages of its constraints, or as an annotation of its field. */
    void annotate(List<String> annotations) {
        var declared = declared();
        if (!declared.equals(new TreeSet<>(violations.keySet()))) {
            throw new InvalidContractException(
                    place + " has the constraints " + declared + ", but x-errors names " + violations.keySet());
        }
        var unreadable = new TreeSet<String>();
        violations.forEach((keyword, id) -> {
            errors.constantOf(id, place);
            if (UNREADABLE.contains(keyword)) {
                unreadable.add(id);
            } else {
                message(MESSAGES.get(keyword), id);
            }
        });
        if (unreadable.size() > 1) {
            throw new InvalidContractException(
                    place + " names two errors for a value that cannot be read: " + unreadable);
        }
        unreadable.forEach(id -> annotations.add("@InvalidValue(\"" + id + "\")"));
        members();
    }

    private void message(String name, String id) {
        var known = Contract.extension(schema.getExtensions(), name);
        if (known != null && !known.equals(id)) {
            throw new InvalidContractException(place + " names two errors for its size: " + known + " and " + id);
        }
        schema.addExtension(name, id);
    }

    private Set<String> declared() {
        var keywords = new TreeSet<String>();
        add(keywords, "required", required ? true : null);
        add(keywords, "minLength", schema.getMinLength());
        add(keywords, "maxLength", schema.getMaxLength());
        add(keywords, "minItems", schema.getMinItems());
        add(keywords, "maxItems", schema.getMaxItems());
        add(keywords, "pattern", schema.getPattern());
        add(keywords, "minimum", schema.getMinimum());
        add(keywords, "maximum", schema.getMaximum());
        var value = ModelUtils.isArraySchema(schema) ? schema.getItems() : schema;
        var resolved = resolve(value);
        add(keywords, "enum", resolved.getEnum());
        add(keywords, "type", Set.of("integer", "boolean").contains(resolved.getType()) ? true : null);
        if (value != schema
                && (value.getPattern() != null || value.getMinLength() != null || value.getMaxLength() != null)) {
            throw new InvalidContractException(place + " constrains the items of a list, which can name no error");
        }
        return keywords;
    }

    /** The schema that a reference, or an allOf of one (a reference with a description), stands for. */
    private Schema<?> resolve(Schema<?> value) {
        var target = value.getAllOf() != null && value.getAllOf().size() == 1
                ? (Schema<?>) value.getAllOf().get(0)
                : value;
        return ModelUtils.getReferencedSchema(document, target);
    }

    private static void add(Set<String> keywords, String keyword, Object value) {
        if (value != null) {
            keywords.add(keyword);
        }
    }

    /** The members of the structures that a list holds. */
    private void members() {
        if (!ModelUtils.isArraySchema(schema)) {
            return;
        }
        var item = ModelUtils.getReferencedSchema(document, schema.getItems());
        if (item.getProperties() == null) {
            return;
        }
        Map<String, Schema> properties = item.getProperties();
        properties.forEach((name, member) -> {
            var annotations = new ArrayList<String>();
            if (ModelUtils.isArraySchema(member)) {
                annotations.add("@RepeatList");
            }
            var isRequired = item.getRequired() != null && item.getRequired().contains(name);
            new Constraints(document, errors, place + "." + name, member.getExtensions(), member, isRequired)
                    .annotate(annotations);
            var otherName = Contract.extension(member.getExtensions(), "x-alias");
            if (otherName != null) {
                annotations.add("@Alias(\"" + otherName + "\")");
            }
            annotateField(member, annotations);
        });
    }

    static void annotateField(Schema<?> schema, List<String> annotations) {
        if (!annotations.isEmpty()) {
            schema.addExtension("x-field-extra-annotation", String.join("\n    ", annotations));
        }
    }
}
