package io.ecsimages.server.cache;

import io.ecsimages.server.model.DescribeImagesResponse;
import io.ecsimages.server.model.Images;
import io.ecsimages.server.protocol.Format;
import io.ecsimages.server.protocol.XmlWriter;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.body.MessageBodyWriter;
import io.micronaut.http.codec.CodecException;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a response around images that are serialized already. */
abstract class PreserializedImagesWriter implements MessageBodyWriter<DescribeImagesResponse> {

    private final Format format;

    /** A list without images, which no string value can contain, because a part of it would be escaped. */
    private final String emptyList;

    private final byte[] begin;
    private final byte[] separator;
    private final byte[] end;

    private PreserializedImagesWriter(Format format, String emptyList, String begin, String separator, String end) {
        this.format = format;
        this.emptyList = emptyList;
        this.begin = begin.getBytes(StandardCharsets.US_ASCII);
        this.separator = separator.getBytes(StandardCharsets.US_ASCII);
        this.end = end.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes JSON. */
    @Singleton
    @Produces(MediaType.APPLICATION_JSON)
    @Requires(property = "ecs-images.cache.enabled", notEquals = "false")
    static final class Json extends PreserializedImagesWriter {

        private static final String LIST = "\"" + Images.JSON_PROPERTY_IMAGE + "\":[";

        private final JsonMapper mapper;

        Json(JsonMapper mapper) {
            super(Format.JSON, LIST + "]", LIST, ",", "]");
            this.mapper = mapper;
        }

        @Override
        void writeWhole(DescribeImagesResponse response, MutableHeaders headers, OutputStream stream)
                throws IOException {
            mapper.writeValue(stream, response);
        }
    }

    /** Writes XML. */
    @Singleton
    @Produces(MediaType.TEXT_XML)
    @Requires(property = "ecs-images.cache.enabled", notEquals = "false")
    static final class Xml extends PreserializedImagesWriter {

        private static final String LIST = DescribeImagesResponse.JSON_PROPERTY_IMAGES;

        private final XmlWriter<DescribeImagesResponse> writer;

        Xml(XmlWriter<DescribeImagesResponse> writer) {
            super(Format.XML, "<" + LIST + "/>", "<" + LIST + ">", "", "</" + LIST + ">");
            this.writer = writer;
        }

        @Override
        void writeWhole(DescribeImagesResponse response, MutableHeaders headers, OutputStream stream) {
            writer.writeTo(
                    Argument.of(DescribeImagesResponse.class), MediaType.TEXT_XML_TYPE, response, headers, stream);
        }
    }

    /** Writes a response with all that it holds. */
    abstract void writeWhole(DescribeImagesResponse response, MutableHeaders headers, OutputStream stream)
            throws IOException;

    @Override
    public boolean isWriteable(Argument<DescribeImagesResponse> type, MediaType mediaType) {
        return mediaType != null && mediaType.matches(format.contentType());
    }

    @Override
    public void writeTo(
            Argument<DescribeImagesResponse> type,
            MediaType mediaType,
            DescribeImagesResponse body,
            MutableHeaders headers,
            OutputStream stream) {
        try {
            if (body.getImages() instanceof PreserializedImages images
                    && !images.documents(Format.JSON).isEmpty()) {
                var frame = new ByteArrayOutputStream();
                writeWhole(body.images(new Images()), headers, frame);
                body.images(images);
                write(frame, images.documents(format), stream);
            } else {
                writeWhole(body, headers, stream);
            }
        } catch (IOException e) {
            throw new CodecException("cannot write a response", e);
        }
    }

    private void write(ByteArrayOutputStream frame, List<byte[]> images, OutputStream stream) throws IOException {
        var bytes = frame.toByteArray();
        int list = frame.toString(StandardCharsets.ISO_8859_1).indexOf(emptyList);
        stream.write(bytes, 0, list);
        var before = begin;
        for (byte[] image : images) {
            stream.write(before);
            stream.write(image);
            before = separator;
        }
        stream.write(end);
        int rest = list + emptyList.length();
        stream.write(bytes, rest, bytes.length - rest);
    }
}
