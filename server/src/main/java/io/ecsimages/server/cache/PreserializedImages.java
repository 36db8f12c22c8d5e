package io.ecsimages.server.cache;

import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.Images;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The images of a response, serialized in JSON; as objects, they are parsed when they are asked for. */
final class PreserializedImages extends Images {

    private final List<byte[]> documents;
    private final JsonMapper json;

    PreserializedImages(List<byte[]> documents, JsonMapper json) {
        this.documents = documents;
        this.json = json;
    }

    /** Each image as a JSON object, in UTF-8. */
    List<byte[]> documents() {
        return documents;
    }

    @Override
    public List<Image> getImage() {
        return documents.stream().map(this::parse).toList();
    }

    private Image parse(byte[] document) {
        try {
            return json.readValue(document, Image.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
