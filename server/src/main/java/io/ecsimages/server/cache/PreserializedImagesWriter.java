package io.ecsimages.server.cache;

import io.ecsimages.server.model.DescribeImagesResponse;
import io.ecsimages.server.model.Images;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.body.MessageBodyWriter;
import io.micronaut.http.codec.CodecException;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a response in JSON around images that are serialized already. */
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@Requires(property = "ecs-images.cache.enabled", notEquals = "false")
final class PreserializedImagesWriter implements MessageBodyWriter<DescribeImagesResponse> {

    /** The empty list that the images go into. No string value can contain it, because quotes are escaped. */
    private static final String EMPTY_LIST = "\"" + Images.JSON_PROPERTY_IMAGE + "\":[]";

    private final JsonMapper json;

    PreserializedImagesWriter(JsonMapper json) {
        this.json = json;
    }

    @Override
    public boolean isWriteable(Argument<DescribeImagesResponse> type, MediaType mediaType) {
        return mediaType != null && mediaType.matches(MediaType.APPLICATION_JSON_TYPE);
    }

    @Override
    public void writeTo(
            Argument<DescribeImagesResponse> type,
            MediaType mediaType,
            DescribeImagesResponse body,
            MutableHeaders headers,
            OutputStream stream) {
        try {
            if (body.getImages() instanceof PreserializedImages images) {
                write(body.images(new Images()), images.documents(), stream);
                body.images(images);
            } else {
                json.writeValue(stream, body);
            }
        } catch (IOException e) {
            throw new CodecException("cannot write a response", e);
        }
    }

    private void write(DescribeImagesResponse withoutImages, List<byte[]> images, OutputStream stream)
            throws IOException {
        var frame = json.writeValueAsBytes(withoutImages);
        int list = new String(frame, StandardCharsets.ISO_8859_1).indexOf(EMPTY_LIST) + EMPTY_LIST.length() - 1;
        stream.write(frame, 0, list);
        for (int i = 0; i < images.size(); i++) {
            if (i > 0) {
                stream.write(',');
            }
            stream.write(images.get(i));
        }
        stream.write(frame, list, frame.length - list);
    }
}
