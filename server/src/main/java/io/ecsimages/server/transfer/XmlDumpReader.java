package io.ecsimages.server.transfer;

import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.model.DescribeImagesResponse;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.XmlRootName;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads an answer in XML. A document type is refused: an answer has none, and its entities could reach out of the file. */
final class XmlDumpReader {

    private static final String ROOT = BeanIntrospection.getIntrospection(DescribeImagesResponse.class)
            .stringValue(XmlRootName.class)
            .orElseThrow();

    private static final XMLInputFactory FACTORY = new WstxInputFactory();

    static {
        FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        FACTORY.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    private final String name;

    /** @param name the file, for messages */
    XmlDumpReader(String name) {
        this.name = name;
    }

    void read(InputStream stream, DumpVisitor answers) throws IOException {
        try {
            var xml = FACTORY.createXMLStreamReader(stream);
            while (xml.next() != XMLStreamConstants.START_ELEMENT) {
                if (xml.getEventType() == XMLStreamConstants.DTD) {
                    throw new ImportException(place(xml), "a document type is not accepted");
                }
            }
            answer(xml, answers);
            while (xml.hasNext()) {
                xml.next();
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException io) {
                throw io;
            }
            var location = e.getLocation();
            throw new ImportException(
                    name + ", line " + location.getLineNumber() + ", column " + location.getColumnNumber(),
                    String.valueOf(e.getMessage()));
        }
    }

    private void answer(XMLStreamReader xml, DumpVisitor answers) throws XMLStreamException {
        var start = place(xml);
        var root = xml.getLocalName();
        var sink = answers.next();
        String regionId = null;
        Integer totalCount = null;
        Integer pageNumber = null;
        int images = -1;
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            var member = xml.getLocalName();
            if (member.equals("RegionId")) {
                regionId = xml.getElementText();
            } else if (member.equals("Code")) {
                throw new ImportException(start, "it is an error answer: " + xml.getElementText());
            } else if (member.equals("TotalCount")) {
                totalCount = PageHeader.count(xml.getElementText().strip(), member, place(xml));
            } else if (member.equals("PageNumber")) {
                pageNumber = PageHeader.count(xml.getElementText().strip(), member, place(xml));
            } else if (member.equals("Images")) {
                images = images(xml, sink);
            } else {
                XmlStructure.skip(xml);
            }
        }
        if (!root.equals(ROOT)) {
            throw new ImportException(start, "an answer of DescribeImages is expected, " + ROOT + ", not " + root);
        }
        if (images < 0) {
            throw new ImportException(start, "it has no Images");
        }
        answers.end(new PageHeader(regionId, totalCount, pageNumber, images), start);
    }

    /** @return how many there are */
    private int images(XMLStreamReader xml, @Nullable DumpVisitor.ImageSink sink) throws XMLStreamException {
        int count = 0;
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (!xml.getLocalName().equals("Image")) {
                XmlStructure.skip(xml);
                continue;
            }
            var place = place(xml) + ", at /Images/Image/" + count++;
            if (sink == null) {
                XmlStructure.skip(xml);
            } else if (new XmlStructure(place).read(xml, Image.class) instanceof ObjectNode image) {
                sink.accept(image, place);
            } else {
                throw new ImportException(place, "an image must have elements");
            }
        }
        return count;
    }

    private String place(XMLStreamReader xml) {
        return name + ", line " + xml.getLocation().getLineNumber();
    }
}
