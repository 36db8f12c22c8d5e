package io.ecsimages.apispec;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import org.openapitools.codegen.utils.ModelUtils;

/**
 * JSON and XML have one shape: an element is called what its member is called, and a list repeats its element. A document
 * that says otherwise would be answered wrongly, so it fails the build. Only a root element may have a name of its own.
 */
final class XmlNames {

    private XmlNames() {}

    static void check(OpenAPI document) {
        document.getComponents().getSchemas().forEach((name, schema) -> {
            if (schema.getProperties() != null) {
                Map<String, Schema> properties = schema.getProperties();
                properties.forEach((member, property) -> check(document, name + "." + member, member, property));
            }
        });
    }

    /** Hands the names of root elements to the classes that are written as XML. */
    static void annotate(OpenAPI document) {
        document.getComponents().getSchemas().values().stream()
                .filter(schema -> schema.getXml() != null && schema.getXml().getName() != null)
                .forEach(schema -> schema.addExtension(
                        "x-class-extra-annotation",
                        "@XmlRootName(\"" + schema.getXml().getName() + "\")"));
    }

    private static void check(OpenAPI document, String place, String member, Schema<?> property) {
        var xml = property.getXml();
        if (xml != null && (xml.getName() != null && !xml.getName().equals(member) || isTrue(xml.getAttribute()))) {
            throw new InvalidContractException(place + " is called otherwise in XML than in JSON");
        }
        if (ModelUtils.isArraySchema(property)) {
            var item = ModelUtils.getReferencedSchema(document, property.getItems());
            var itemName = item.getXml() == null ? null : item.getXml().getName();
            if (xml != null && isTrue(xml.getWrapped()) || itemName != null && !itemName.equals(member)) {
                throw new InvalidContractException(place + " is a list that XML wraps or names otherwise than JSON");
            }
        }
    }

    private static boolean isTrue(Boolean value) {
        return Boolean.TRUE.equals(value);
    }
}
