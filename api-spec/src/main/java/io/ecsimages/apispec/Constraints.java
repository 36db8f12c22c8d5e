package io.ecsimages.apispec;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openapitools.codegen.utils.ModelUtils;

/**
 * Connects the constraints of one parameter or property with the errors that {@code x-errors} names.
 *
 * <p>{@link Consistency} checks that every constraint has an error, and every error a constraint.
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

    private static final String MULTIPLE_OF = "multipleOf";

    private final OpenAPI document;
    private final Map<String, String> errorIds;
    private final Schema<?> schema;

    Constraints(OpenAPI document, Map<String, Object> extensions, Schema<?> schema) {
        this.document = document;
        this.errorIds = errorIds(extensions);
        this.schema = schema;
    }

    /** Returns the error ids in {@code x-errors} by the keyword of the constraint. */
    static Map<String, String> errorIds(Map<String, Object> extensions) {
        var errorIds = new LinkedHashMap<String, String>();
        if (ContractPreprocessor.extension(extensions, "x-errors") instanceof Map<?, ?> map) {
            map.forEach((keyword, id) -> errorIds.put(keyword.toString(), id.toString()));
        }
        return errorIds;
    }

    /**
     * Adds the error ids to the schema as validation messages, or to the annotations of its field.
     *
     * @param annotations the annotations of the field, to append to
     */
    void annotate(List<String> annotations) {
        errorIds.forEach((keyword, id) -> {
            if (keyword.equals(OWN_IMAGE)) {
                annotations.add("@OwnImage(\"" + id + "\")");
            } else if (keyword.equals(MULTIPLE_OF)) {
                annotations.add("@MultipleOf(value = " + schema.getMultipleOf() + ", message = \"" + id + "\")");
            } else if (CONVERSION_KEYWORDS.contains(keyword)) {
                annotations.add("@InvalidValue(\"" + id + "\")");
            } else {
                schema.addExtension(MESSAGE_EXTENSIONS.get(keyword), id);
            }
        });
        annotateItemProperties();
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
        properties.values().forEach(property -> {
            var annotations = new ArrayList<String>();
            if (ModelUtils.isArraySchema(property)) {
                annotations.add("@RepeatList");
            }
            new Constraints(document, property.getExtensions(), property).annotate(annotations);
            var alias = ContractPreprocessor.extension(property.getExtensions(), "x-alias");
            if (alias != null) {
                annotations.add("@Alias(\"" + alias + "\")");
            }
            addFieldAnnotations(property, annotations);
        });
    }

    /** Replaces exclusive bounds by inclusive ones, which the generator's templates know. */
    static void makeBoundsInclusive(Schema<?> schema) {
        if (Boolean.TRUE.equals(schema.getExclusiveMinimum())) {
            schema.minimum(schema.getMinimum().add(BigDecimal.ONE)).exclusiveMinimum(null);
        }
        if (Boolean.TRUE.equals(schema.getExclusiveMaximum())) {
            schema.maximum(schema.getMaximum().subtract(BigDecimal.ONE)).exclusiveMaximum(null);
        }
    }

    /** Annotates a property of a response, which has no errors: the import applies its constraints. */
    static void annotateResponse(Schema<?> property) {
        if (property.getMultipleOf() != null) {
            addFieldAnnotations(property, List.of("@MultipleOf(" + property.getMultipleOf() + ")"));
        }
    }

    /** Adds annotations to the Java field that the generator writes for a property. */
    static void addFieldAnnotations(Schema<?> schema, List<String> annotations) {
        if (!annotations.isEmpty()) {
            schema.addExtension(FIELD_ANNOTATION, String.join("\n    ", annotations));
        }
    }
}
