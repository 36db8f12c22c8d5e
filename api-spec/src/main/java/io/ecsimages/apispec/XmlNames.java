package io.ecsimages.apispec;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import org.openapitools.codegen.utils.ModelUtils;

/**
 * Checks that JSON and XML have the same shape, which the server's XML writer relies on.
 *
 * <p>An XML element has the name of its JSON field, and a list repeats its element. Only a root element may have another name
 * than its schema.
 */
final class XmlNames {

    private XmlNames() {}

    /**
     * Checks all schemas.
     *
     * @throws InvalidContractException if a property has another shape in XML than in JSON
     */
    static void check(OpenAPI document) {
        document.getComponents().getSchemas().forEach((name, schema) -> {
            if (schema.getProperties() != null) {
                Map<String, Schema> properties = schema.getProperties();
                properties.forEach((field, property) -> check(document, name + "." + field, field, property));
            }
        });
    }

    /** Adds the annotation {@code XmlRootName} to the classes of root elements. */
    static void annotate(OpenAPI document) {
        document.getComponents().getSchemas().values().stream()
                .filter(schema -> schema.getXml() != null && schema.getXml().getName() != null)
                .forEach(schema -> schema.addExtension(
                        "x-class-extra-annotation",
                        "@XmlRootName(\"" + schema.getXml().getName() + "\")"));
    }

    private static void check(OpenAPI document, String place, String field, Schema<?> property) {
        var xml = property.getXml();
        if (xml != null && ((xml.getName() != null && !xml.getName().equals(field)) || isTrue(xml.getAttribute()))) {
            throw new InvalidContractException(place + " has another name in XML than in JSON");
        }
        if (ModelUtils.isArraySchema(property)) {
            var item = ModelUtils.getReferencedSchema(document, property.getItems());
            var itemName = item.getXml() == null ? null : item.getXml().getName();
            if ((xml != null && isTrue(xml.getWrapped())) || (itemName != null && !itemName.equals(field))) {
                throw new InvalidContractException(place + " is a list that has a wrapper or another name in XML");
            }
        }
    }

    private static boolean isTrue(Boolean value) {
        return Boolean.TRUE.equals(value);
    }
}
