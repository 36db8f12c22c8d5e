package io.ecsimages.server.protocol;

import com.ctc.wstx.api.InvalidCharHandler;
import com.ctc.wstx.api.WstxOutputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import com.ctc.wstx.stax.WstxOutputFactory;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import com.fasterxml.jackson.dataformat.xml.XmlNameProcessor;
import com.fasterxml.jackson.dataformat.xml.ser.ToXmlGenerator;
import io.ecsimages.server.model.XmlRootName;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.body.MessageBodyWriter;
import io.micronaut.http.codec.CodecException;
import io.micronaut.serde.SerdeRegistry;
import io.micronaut.serde.jackson.JacksonEncoder;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;

/**
 * Writes a response as XML, from the same generated classes as JSON: the root has the name in the contract, and a list repeats
 * its element. Characters that XML does not allow become U+FFFD, and in the name of a field an underscore.
 */
@Singleton
@Produces(MediaType.TEXT_XML)
public final class XmlWriter<T> implements MessageBodyWriter<T> {

    /** Names in ASCII without a prefix, as the API has them. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_.-]");

    private final SerdeRegistry registry;
    private final XmlFactory factory;

    XmlWriter(SerdeRegistry registry) {
        this.registry = registry;
        var output = new WstxOutputFactory();
        output.setProperty(
                WstxOutputProperties.P_OUTPUT_INVALID_CHAR_HANDLER, new InvalidCharHandler.ReplacingHandler('\uFFFD'));
        this.factory = XmlFactory.builder()
                .inputFactory(new WstxInputFactory())
                .outputFactory(output)
                .xmlNameProcessor(new ElementNames())
                .build();
    }

    @Override
    public void writeTo(Argument<T> type, MediaType mediaType, T body, MutableHeaders headers, OutputStream stream) {
        try (var generator = factory.createGenerator(stream)) {
            generator.enable(ToXmlGenerator.Feature.WRITE_XML_DECLARATION);
            write(body, rootName(body.getClass()), generator);
        } catch (IOException e) {
            throw new CodecException("cannot write " + body.getClass().getSimpleName() + " as XML", e);
        }
    }

    /** Writes a part of a response as an element. */
    public byte[] element(String name, Object part) {
        var bytes = new ByteArrayOutputStream();
        try (var generator = factory.createGenerator(bytes)) {
            write(part, name, generator);
        } catch (IOException e) {
            throw new CodecException("cannot write " + name + " as XML", e);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked")
    private <V> void write(V value, String name, ToXmlGenerator generator) throws IOException {
        var type = (Argument<V>) Argument.of(value.getClass());
        var context = registry.newEncoderContext(null);
        generator.initGenerator();
        generator.setNextName(new QName(name));
        context.findSerializer(type)
                .createSpecific(context, type)
                .serialize(JacksonEncoder.create(generator), context, type, value);
    }

    /** Makes an element name of any field name. Only a field that the contract does not define can need it. */
    private static final class ElementNames implements XmlNameProcessor {

        private static final long serialVersionUID = 1L;

        @Override
        public void encodeName(XmlName name) {
            if (!NAME.matcher(name.localPart).matches()) {
                var encoded = NOT_IN_NAMES.matcher(name.localPart).replaceAll("_");
                name.localPart = NAME.matcher(encoded).matches() ? encoded : "_" + encoded;
            }
        }

        @Override
        public void decodeName(XmlName name) {
            // Responses are only written.
        }
    }

    private static String rootName(Class<?> type) {
        return BeanIntrospection.getIntrospection(type)
                .stringValue(XmlRootName.class)
                .orElseThrow();
    }
}
