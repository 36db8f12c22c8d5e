package io.ecsimages.server.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanIntrospector;
import io.micronaut.core.beans.BeanProperty;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /** The fields of each generated class by name. */
    private static final Map<Class<?>, Map<String, BeanProperty<?, ?>>> FIELDS = new ConcurrentHashMap<>();

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
        return object.isEmpty() && !(blank && isGenerated(type)) ? NODES.textNode(text.toString()) : object;
    }

    private void readField(XMLStreamReader xml, ObjectNode object, @Nullable Class<?> type) throws XMLStreamException {
        var name = xml.getLocalName();
        var property = type != null && isGenerated(type) ? fieldsOf(type).get(name) : null;
        boolean list = property != null && List.class.isAssignableFrom(property.getType());
        var value = new XmlElementReader(location + "/" + name).read(xml, itemType(property, list));
        var existing = object.get(name);
        if (list) {
            object.withArray(name).add(value);
        } else if (existing == null) {
            object.set(name, value);
        } else if (property != null) {
            throw new ImportException(location, name + " occurs twice");
        } else if (existing instanceof ArrayNode values) {
            values.add(value);
        } else {
            object.set(name, NODES.arrayNode().add(existing).add(value));
        }
    }

    @Nullable
    private static Class<?> itemType(@Nullable BeanProperty<?, ?> property, boolean list) {
        if (property == null) {
            return null;
        }
        return list ? property.asArgument().getFirstTypeVariable().orElseThrow().getType() : property.getType();
    }

    private static boolean isGenerated(@Nullable Class<?> type) {
        return type != null && BeanIntrospector.SHARED.findIntrospection(type).isPresent();
    }

    private static Map<String, BeanProperty<?, ?>> fieldsOf(Class<?> type) {
        return FIELDS.computeIfAbsent(
                type,
                key -> BeanIntrospection.getIntrospection(key).getBeanProperties().stream()
                        .collect(Collectors.toMap(
                                property ->
                                        property.stringValue(JsonProperty.class).orElseThrow(),
                                Function.identity())));
    }

    /** Skips an element. */
    static void skip(XMLStreamReader xml) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }
}
