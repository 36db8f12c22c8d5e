package io.ecsimages.apispec;

import io.swagger.v3.oas.models.OpenAPI;

/**
 * The names of the root elements in XML.
 *
 * <p>All other elements have the name of their JSON field, and a list repeats its element: {@link Consistency} checks that.
 */
final class XmlNames {

    private XmlNames() {}

    /** Adds the annotation {@code XmlRootName} to the classes of root elements. */
    static void annotate(OpenAPI document) {
        document.getComponents().getSchemas().values().stream()
                .filter(schema -> schema.getXml() != null && schema.getXml().getName() != null)
                .forEach(schema -> schema.addExtension(
                        "x-class-extra-annotation",
                        "@XmlRootName(\"" + schema.getXml().getName() + "\")"));
    }
}
