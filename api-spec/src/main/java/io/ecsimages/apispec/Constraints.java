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
 * Connects the constraints of one parameter or property with the errors that {@code x-errors} names.
 *
 * <p>A constraint without an error, or an error without a constraint, fails the build.
 */
final class Constraints {

    /** The generator's extensions for the messages of Bean Validation, by the keyword of the constraint. */
    private static final Map<String, String> MESSAGE_EXTENSIONS = Map.of(
            "required", "x-not-null-message",
            "minLength", "x-size-message",
            "maxLength", "x-size-message",
            "minItems", "x-size-message",
            "maxItems", "x-size-message",
            "pattern", "x-pattern-message",
            "minimum", "x-minimum-message",
            "maximum", "x-maximum-message");

    /** The keywords that fail when a string is converted to its Java type, before Bean Validation. */
    private static final Set<String> CONVERSION_KEYWORDS = Set.of("type", "enum");

    /** The extension whose value the generator writes before the Java field of a property. */
    static final String FIELD_ANNOTATION = "x-field-extra-annotation";

    /** The keyword of the constraint that the extension {@code x-own-image} sets. */
    private static final String OWN_IMAGE = "ownImage";

    private final OpenAPI document;
    private final ErrorCatalogue errors;
    private final String place;
    private final Map<String, String> errorIds;
    private final Schema<?> schema;
    private final boolean required;
    private final boolean ownImage;

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
        this.errorIds = errorIds(extensions);
        this.schema = schema;
        this.required = required;
        this.ownImage = Boolean.TRUE.equals(ContractPreprocessor.extension(extensions, "x-own-image"));
    }

    /** Returns the error ids in {@code x-errors} by the keyword of the constraint. */
    private static Map<String, String> errorIds(Map<String, Object> extensions) {
        var errorIds = new LinkedHashMap<String, String>();
        if (ContractPreprocessor.extension(extensions, "x-errors") instanceof Map<?, ?> map) {
            map.forEach((keyword, id) -> errorIds.put(keyword.toString(), id.toString()));
        }
        return errorIds;
    }

    /**
     * Returns the error ids of a common parameter by the keyword of the constraint. The keywords are {@code enum},
     * {@code format} and {@code required}. An optional parameter may name an error for {@code required} too, since signed
     * requests need some of them.
     */
    static Map<String, String> commonParameterErrorIds(String place, Parameter parameter) {
        var errorIds = errorIds(parameter.getExtensions());
        var declared = new TreeSet<String>();
        add(declared, "enum", parameter.getSchema().getEnum());
        add(declared, "format", parameter.getSchema().getFormat());
        add(declared, "required", Boolean.TRUE.equals(parameter.getRequired()) ? true : null);
        var named = new TreeSet<>(errorIds.keySet());
        if (!named.containsAll(declared)
                || !Set.of("required", "enum", "format").containsAll(named)) {
            throw mismatch(place, declared, errorIds);
        }
        return errorIds;
    }

    private static InvalidContractException mismatch(String place, Set<String> declared, Map<String, String> errorIds) {
        return new InvalidContractException(
                place + " has constraints " + declared + ", but x-errors names " + errorIds.keySet());
    }

    /**
     * Adds the error ids to the schema as validation messages, or to the annotations of its field.
     *
     * @param annotations the annotations of the field, to append to
     */
    void annotate(List<String> annotations) {
        var declared = declaredKeywords();
        if (!declared.equals(new TreeSet<>(errorIds.keySet()))) {
            throw mismatch(place, declared, errorIds);
        }
        var conversionErrors = new TreeSet<String>();
        errorIds.forEach((keyword, id) -> {
            errors.constantOf(id, place);
            if (keyword.equals(OWN_IMAGE)) {
                annotations.add("@OwnImage(\"" + id + "\")");
            } else if (CONVERSION_KEYWORDS.contains(keyword)) {
                conversionErrors.add(id);
            } else {
                addMessage(MESSAGE_EXTENSIONS.get(keyword), id);
            }
        });
        if (conversionErrors.size() > 1) {
            throw new InvalidContractException(place + " has two errors for type and enum: " + conversionErrors);
        }
        conversionErrors.forEach(id -> annotations.add("@InvalidValue(\"" + id + "\")"));
        annotateItemProperties();
    }

    private void addMessage(String name, String id) {
        var known = ContractPreprocessor.extension(schema.getExtensions(), name);
        if (known != null && !known.equals(id)) {
            throw new InvalidContractException(place + " has two errors for its size: " + known + " and " + id);
        }
        schema.addExtension(name, id);
    }

    private Set<String> declaredKeywords() {
        var keywords = new TreeSet<String>();
        add(keywords, "required", required ? true : null);
        add(keywords, OWN_IMAGE, ownImage ? true : null);
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
        if (ModelUtils.isArraySchema(schema)
                && (value.getPattern() != null || value.getMinLength() != null || value.getMaxLength() != null)) {
            throw new InvalidContractException(
                    place + " has constraints on its items, for which x-errors has no place");
        }
        return keywords;
    }

    /** Resolves a reference, or an {@code allOf} with one entry, which gives a reference its own description. */
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

    /** Annotates the properties of the objects in a list. */
    private void annotateItemProperties() {
        if (!ModelUtils.isArraySchema(schema)) {
            return;
        }
        var item = ModelUtils.getReferencedSchema(document, schema.getItems());
        if (item.getProperties() == null) {
            return;
        }
        Map<String, Schema> properties = item.getProperties();
        properties.forEach((name, property) -> {
            var annotations = new ArrayList<String>();
            if (ModelUtils.isArraySchema(property)) {
                annotations.add("@RepeatList");
            }
            var isRequired = item.getRequired() != null && item.getRequired().contains(name);
            new Constraints(document, errors, place + "." + name, property.getExtensions(), property, isRequired)
                    .annotate(annotations);
            var alias = ContractPreprocessor.extension(property.getExtensions(), "x-alias");
            if (alias != null) {
                annotations.add("@Alias(\"" + alias + "\")");
            }
            addFieldAnnotations(property, annotations);
        });
    }

    /** Adds annotations to the Java field that the generator writes for a property. */
    static void addFieldAnnotations(Schema<?> schema, List<String> annotations) {
        if (!annotations.isEmpty()) {
            schema.addExtension(FIELD_ANNOTATION, String.join("\n    ", annotations));
        }
    }
}
