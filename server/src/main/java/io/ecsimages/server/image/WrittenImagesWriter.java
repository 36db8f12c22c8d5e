package io.ecsimages.server.image;

import io.ecsimages.server.image.ImagePages.Written;
import io.ecsimages.server.model.DescribeImagesResponse;
import io.ecsimages.server.model.Images;
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

/** Writes an answer in JSON around images that are written already. */
@Singleton
@Produces(MediaType.APPLICATION_JSON)
final class WrittenImagesWriter implements MessageBodyWriter<DescribeImagesResponse> {

    /** The empty list that they belong into. No text can look like it: a quote in a text is escaped. */
    private static final String EMPTY_LIST = "\"" + Images.JSON_PROPERTY_IMAGE + "\":[]";

    private final JsonMapper json;

    WrittenImagesWriter(JsonMapper json) {
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
            var answer = json.writeValueAsBytes(body);
            if (body.getImages() instanceof Written images) {
                int list =
                        new String(answer, StandardCharsets.ISO_8859_1).indexOf(EMPTY_LIST) + EMPTY_LIST.length() - 1;
                stream.write(answer, 0, list);
                write(images.documents(), stream);
                stream.write(answer, list, answer.length - list);
            } else {
                stream.write(answer);
            }
        } catch (IOException e) {
            throw new CodecException("cannot write an answer", e);
        }
    }

    private static void write(List<byte[]> documents, OutputStream stream) throws IOException {
        for (int i = 0; i < documents.size(); i++) {
            if (i > 0) {
                stream.write(',');
            }
            stream.write(documents.get(i));
        }
    }
}
