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
 * Reads an element as the structure that the same answer in JSON has. XML does not say what is a list, nor what is an
 * object without members: the generated class does. Values stay text, {@link TypeCoercion} knows them. A member that the
 * contract does not know is a list where it stands several times.
 */
final class XmlStructure {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The members of each generated class, by their names. */
    private static final Map<Class<?>, Map<String, BeanProperty<?, ?>>> MEMBERS = new ConcurrentHashMap<>();

    private final String place;

    /** @param place where the structure stands */
    XmlStructure(String place) {
        this.place = place;
    }

    /** @param type the class that the contract generates for it, null where it knows none */
    JsonNode read(XMLStreamReader xml, @Nullable Class<?> type) throws XMLStreamException {
        var structure = NODES.objectNode();
        var text = new StringBuilder();
        while (xml.next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                member(xml, structure, type);
            } else if (xml.isCharacters()) {
                text.append(xml.getText());
            } else if (xml.getEventType() == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new ImportException(place, "the entity " + xml.getLocalName() + " is not known");
            }
        }
        boolean blank = text.toString().isBlank();
        if (!structure.isEmpty() && !blank) {
            throw new ImportException(place, "text stands between the elements of " + xml.getLocalName());
        }
        return structure.isEmpty() && !(blank && isStructure(type)) ? NODES.textNode(text.toString()) : structure;
    }

    private void member(XMLStreamReader xml, ObjectNode structure, @Nullable Class<?> type) throws XMLStreamException {
        var name = xml.getLocalName();
        var property = type != null && isStructure(type) ? members(type).get(name) : null;
        boolean list = property != null && List.class.isAssignableFrom(property.getType());
        var value = new XmlStructure(place + "/" + name).read(xml, itemType(property, list));
        var before = structure.get(name);
        if (list) {
            structure.withArray(name).add(value);
        } else if (before == null) {
            structure.set(name, value);
        } else if (property != null) {
            throw new ImportException(place, name + " stands twice");
        } else if (before instanceof ArrayNode several) {
            several.add(value);
        } else {
            structure.set(name, NODES.arrayNode().add(before).add(value));
        }
    }

    @Nullable
    private static Class<?> itemType(@Nullable BeanProperty<?, ?> property, boolean list) {
        if (property == null) {
            return null;
        }
        return list ? property.asArgument().getFirstTypeVariable().orElseThrow().getType() : property.getType();
    }

    private static boolean isStructure(@Nullable Class<?> type) {
        return type != null && BeanIntrospector.SHARED.findIntrospection(type).isPresent();
    }

    private static Map<String, BeanProperty<?, ?>> members(Class<?> type) {
        return MEMBERS.computeIfAbsent(
                type,
                known -> BeanIntrospection.getIntrospection(known).getBeanProperties().stream()
                        .collect(Collectors.toMap(
                                property ->
                                        property.stringValue(JsonProperty.class).orElseThrow(),
                                Function.identity())));
    }

    /** Passes over an element. */
    static void skip(XMLStreamReader xml) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }
}
