package io.ecsimages.server.cache;

import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.Images;
import io.ecsimages.server.protocol.Format;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/** The images of a response, serialized; as objects, they are parsed when they are asked for. */
final class PreserializedImages extends Images {

    private final List<byte[]> inJson;
    private final Supplier<List<byte[]>> inXml;
    private final JsonMapper json;

    PreserializedImages(List<byte[]> inJson, Supplier<List<byte[]>> inXml, JsonMapper json) {
        this.inJson = inJson;
        this.inXml = inXml;
        this.json = json;
    }

    /** Each image as a JSON object or as an XML element, in UTF-8. */
    List<byte[]> documents(Format format) {
        return format == Format.XML ? inXml.get() : inJson;
    }

    @Override
    public List<Image> getImage() {
        return inJson.stream().map(this::parse).toList();
    }

    private Image parse(byte[] document) {
        try {
            return json.readValue(document, Image.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
