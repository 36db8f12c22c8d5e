package io.ecsimages.server.transfer;

import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.model.DescribeImagesResponse;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.XmlRootName;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.CharacterCodingException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an XML response. A document type declaration is an error: responses have none, and its entities could refer to other
 * files.
 */
final class XmlDumpReader {

    private static final String ROOT = BeanIntrospection.getIntrospection(DescribeImagesResponse.class)
            .stringValue(XmlRootName.class)
            .orElseThrow();

    /** The root element of a response that was serialized from the class of an SDK. */
    private static final String BODY = ROOT + "Body";

    private static final XMLInputFactory FACTORY = new WstxInputFactory();

    static {
        FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        FACTORY.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    private final String name;

    /** @param name the file name, for error messages */
    XmlDumpReader(String name) {
        this.name = name;
    }

    void read(InputStream stream, DumpVisitor visitor) throws IOException {
        read(() -> FACTORY.createXMLStreamReader(stream), visitor);
    }

    /** Reads text whose encoding is known, whatever its declaration says. */
    void read(Reader text, DumpVisitor visitor) throws IOException {
        read(() -> FACTORY.createXMLStreamReader(text), visitor);
    }

    private interface Opener {
        XMLStreamReader open() throws XMLStreamException;
    }

    private void read(Opener opener, DumpVisitor visitor) throws IOException {
        XMLStreamReader xml = null;
        try {
            xml = opener.open();
            while (xml.next() != XMLStreamConstants.START_ELEMENT) {
                if (xml.getEventType() == XMLStreamConstants.DTD) {
                    throw new ImportException(location(xml), "a document type declaration is not allowed");
                }
            }
            readResponse(xml, visitor);
            while (xml.hasNext()) {
                xml.next();
            }
        } catch (XMLStreamException e) {
            var location = e.getLocation() == null && xml != null ? xml.getLocation() : e.getLocation();
            var place = location == null
                    ? name
                    : name + ", line " + location.getLineNumber() + ", column " + location.getColumnNumber();
            if (e.getNestedException() instanceof CharacterCodingException) {
                throw new ImportException(place, Dump.NOT_UTF_16);
            } else if (e.getNestedException() instanceof IOException io && !isAboutEncoding(io)) {
                throw io;
            }
            throw new ImportException(place, String.valueOf(e.getMessage()));
        }
    }

    private static boolean isAboutEncoding(IOException e) {
        return e instanceof CharConversionException || e instanceof UnsupportedEncodingException;
    }

    private void readResponse(XMLStreamReader xml, DumpVisitor visitor) throws XMLStreamException {
        var start = location(xml);
        var root = xml.getLocalName();
        var imageVisitor = visitor.visitResponse();
        String regionId = null;
        Integer totalCount = null;
        Integer pageNumber = null;
        int images = -1;
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            var field = xml.getLocalName();
            if (field.equals("RegionId")) {
                regionId = xml.getElementText();
            } else if (field.equals("Code")) {
                var code = xml.getElementText();
                if (!code.isEmpty()) {
                    throw new ImportException(start, "the response is an error: " + code);
                }
            } else if (field.equals("TotalCount")) {
                totalCount = PageHeader.parseCount(xml.getElementText().strip(), field, location(xml));
            } else if (field.equals("PageNumber")) {
                pageNumber = PageHeader.parseCount(xml.getElementText().strip(), field, location(xml));
            } else if (field.equals("Images")) {
                images = readImages(xml, imageVisitor);
            } else {
                XmlElementReader.skip(xml);
            }
        }
        if (!root.equals(ROOT) && !root.equals(BODY)) {
            throw new ImportException(start, "a DescribeImages response (" + ROOT + ") is expected, not " + root);
        }
        if (images < 0) {
            throw new ImportException(start, "the response has no Images");
        }
        visitor.endResponse(new PageHeader(regionId, totalCount, pageNumber, images), start);
    }

    /** @return the number of images */
    private int readImages(XMLStreamReader xml, @Nullable DumpVisitor.ImageVisitor visitor) throws XMLStreamException {
        int count = 0;
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            if (!xml.getLocalName().equals("Image")) {
                XmlElementReader.skip(xml);
                continue;
            }
            var location = location(xml) + ", at /Images/Image/" + count++;
            if (visitor == null) {
                XmlElementReader.skip(xml);
            } else if (new XmlElementReader(location).read(xml, Image.class) instanceof ObjectNode image) {
                visitor.visitImage(image, location);
            } else {
                throw new ImportException(location, "an image must have elements");
            }
        }
        return count;
    }

    private String location(XMLStreamReader xml) {
        return name + ", line " + xml.getLocation().getLineNumber();
    }
}
