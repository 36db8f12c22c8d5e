package io.ecsimages.server.image;

import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads the documents that the rows hold. */
@Singleton
public class ImageDocuments {

    private final JsonMapper json;

    ImageDocuments(JsonMapper json) {
        this.json = json;
    }

    /** The image as it was imported. */
    public Image read(ImageRow row) {
        try {
            return json.readValue(row.document(), Image.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue holds a broken document of " + row.imageId(), e);
        }
    }

    /** The image as one account sees it. */
    Image asSeenBy(long account, ImageRow row) {
        return read(row).imageOwnerAlias(alias(row, account).getValue());
    }

    private static ImageOwnerAlias alias(ImageRow row, long account) {
        return switch (row.source()) {
            case ImageRow.SYSTEM -> ImageOwnerAlias.SYSTEM;
            case ImageRow.MARKETPLACE -> ImageOwnerAlias.MARKETPLACE;
            default ->
                row.ownerId() != null && row.ownerId() == account ? ImageOwnerAlias.SELF : ImageOwnerAlias.OTHERS;
        };
    }
}
