package io.ecsimages.server.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.core.annotation.Nullable;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Converts an XML element to the JSON of the same response. XML does not show which fields are lists or empty objects, so
 * this class looks them up in the generated class. Values stay strings; {@link TypeCoercion} converts them. A field that the
 * contract does not define becomes a list if it occurs several times.
 */
final class XmlElementReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String location;

    /** @param location the location of the element, for error messages */
    XmlElementReader(String location) {
        this.location = location;
    }

    /** @param type the generated class of the element, null if the contract does not define it */
    JsonNode read(XMLStreamReader xml, @Nullable Class<?> type) throws XMLStreamException {
        var object = NODES.objectNode();
        var text = new StringBuilder();
        while (xml.next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                readField(xml, object, type);
            } else if (xml.isCharacters()) {
                text.append(xml.getText());
            } else if (xml.getEventType() == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new ImportException(location, "the entity " + xml.getLocalName() + " is not defined");
            }
        }
        boolean blank = text.toString().isBlank();
        if (!object.isEmpty() && !blank) {
            throw new ImportException(location, "there is text between the elements of " + xml.getLocalName());
        }
        return object.isEmpty() && !(blank && ContractField.isObject(type)) ? NODES.textNode(text.toString()) : object;
    }

    private void readField(XMLStreamReader xml, ObjectNode object, @Nullable Class<?> type) throws XMLStreamException {
        var name = xml.getLocalName();
        var field = ContractField.of(type).get(name);
        var value = new XmlElementReader(location + "/" + name).read(xml, field == null ? null : field.type());
        var existing = object.get(name);
        if (field != null && field.isList()) {
            object.withArray(name).add(value);
        } else if (existing == null) {
            object.set(name, value);
        } else if (field != null) {
            throw new ImportException(location, name + " occurs twice");
        } else if (existing instanceof ArrayNode values) {
            values.add(value);
        } else {
            object.set(name, NODES.arrayNode().add(existing).add(value));
        }
    }

    /** Skips an element. */
    static void skip(XMLStreamReader xml) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }
}
